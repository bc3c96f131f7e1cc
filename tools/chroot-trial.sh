#!/bin/sh
# Try the set-up on a bare system: tools/chroot-trial.sh SUITE root|user [FOLDER]
# Needs root and debootstrap. Makes a minimal system of that suite (kept as FOLDER/SUITE for the next time), clones the
# committed tree into a copy of it, times the first and the second `./run --demo` until the sign-in page answers, asks
# `flask doctor`, and takes everything down again. The machine's own CA and proxy settings go along, nothing else does.
set -eu
suite=${1:?usage: tools/chroot-trial.sh SUITE root|user [FOLDER]}
who=${2:?usage: tools/chroot-trial.sh SUITE root|user [FOLDER]}
folder=${3:-/var/tmp/linqiao-trials}
source=$(cd "$(dirname "$0")/.." && pwd)
port=8765
base=$folder/$suite
here=$folder/$suite-$who
home=/home/clerk/linqiao
authorities=/etc/trial-authorities.crt

take_down() {
    for place in proc dev/pts dev; do
        mountpoint -q "$here/$place" && umount -l "$here/$place"
    done
    rm -rf "$here"
}

make_base() {
    mkdir -p "$folder"
    [ -d "$base" ] || debootstrap --variant=minbase "$suite" "$base" >/dev/null
    cp -a "$base" "$here"
    mount --bind /dev "$here/dev"
    mount -t devpts devpts "$here/dev/pts" 2>/dev/null || :
    mount -t proc proc "$here/proc"
    cp /etc/resolv.conf "$here/etc/resolv.conf"
    cp /etc/hosts "$here/etc/hosts"
    if [ -f "${SSL_CERT_FILE:-}" ]; then
        cp "$SSL_CERT_FILE" "$here$authorities"
    fi
    chroot "$here" useradd -m clerk
}

# Behind a proxy with a certificate authority of its own a machine needs these settings, and not one variable more.
inside() {
    account=$1
    shift
    [ "$account" = root ] && owner=/root || owner=/home/$account
    trust=
    [ -f "$here$authorities" ] && for name in SSL_CERT_FILE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS PIP_CERT; do
        trust="$trust $name=$authorities"
    done
    # shellcheck disable=SC2086  # the names and values hold no blanks
    set -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$owner" $trust \
        ${https_proxy:+https_proxy="$https_proxy"} ${http_proxy:+http_proxy="$http_proxy"} \
        chroot --userspec="$account" "$here" /bin/sh -c "cd $home && $*"
    "$@"
}

# Start the site, wait for its first page, print the seconds, stop it with Ctrl-C's signal.
time_start() {
    started=$(date +%s.%N)
    inside "$account" "exec ./run --demo --port $port" >"$folder/$suite-$who.log" 2>&1 &
    runner=$!
    until curl -fsS -o /dev/null "http://127.0.0.1:$port/" 2>/dev/null; do
        kill -0 "$runner" 2>/dev/null || { cat "$folder/$suite-$who.log"; return 1; }
        sleep 0.1
    done
    echo "$suite $who: $1 start $(awk "BEGIN { printf \"%.1f\", $(date +%s.%N) - $started }") s"
    kill -INT "$(pgrep -P "$runner")"
    wait "$runner" || { cat "$folder/$suite-$who.log"; return 1; }
}

[ "$(id -u)" = 0 ] || { echo "needs root" >&2; exit 2; }
[ -d "$here" ] && take_down
trap take_down EXIT INT TERM
make_base
git clone -q "$source" "$here$home"
chroot "$here" chown -R clerk: /home/clerk
account=root
if [ "$who" = user ]; then
    # The one thing that an ordinary user cannot fetch: Python itself.
    inside clerk "./run --demo --port $port" || echo "(as announced: Python is the administrator's line)"
    chroot "$here" sh -c "apt-get -qq update && apt-get -qq -y --no-install-recommends install python3 ca-certificates >/dev/null 2>&1"
    account=clerk
fi
time_start first
time_start second
inside "$account" ".venv/bin/flask doctor" || echo "doctor: exit $?"
