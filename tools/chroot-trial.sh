#!/bin/sh
# Try the set-up on a bare system: tools/chroot-trial.sh SUITE root|user [run|test]
# Needs root and debootstrap. Makes a minimal system of that suite (kept below $TRIALS for the next time), clones the
# committed tree into a copy of it and, for `run`, times the first and the second `./run --demo` until the first page
# answers and asks `flask doctor`; for `test`, times `./test`. Mounts live in a namespace of their own and end with it.
# The machine's proxy settings and certificate authorities go along, nothing else does.
set -eu
suite=${1:?usage: tools/chroot-trial.sh SUITE root|user [run|test]}
who=${2:?usage: tools/chroot-trial.sh SUITE root|user [run|test]}
what=${3:-run}
folder=${TRIALS:-/var/tmp/linqiao-trials}
source=$(cd "$(dirname "$0")/.." && pwd)
port=8765
runner=
base=$folder/$suite
here=$folder/$suite-$who-$what
log=$here.log
home=/home/clerk/linqiao
authorities=/etc/trial-authorities.crt

[ "$(id -u)" = 0 ] || { echo "needs root" >&2; exit 2; }
if [ -z "${OWN_MOUNTS:-}" ]; then
    OWN_MOUNTS=1 exec unshare --mount --propagation private "$source/tools/chroot-trial.sh" "$@"
fi

take_down() {
    if [ -n "$runner" ] && site=$(pgrep -P "$runner"); then
        kill "$site" && sleep 5
    fi
    for place in proc dev/shm dev/pts dev; do
        mountpoint -q "$here/$place" && umount -l "$here/$place"
    done
    rm -rf --one-file-system "$here"
}

# Debian knows its own suites; Ubuntu's are made by the recipe they all share, from main and universe.
bootstrap() {
    case $suite in
    noble | jammy)
        debootstrap --variant=minbase --components=main,universe "$suite" "$base" \
            http://archive.ubuntu.com/ubuntu /usr/share/debootstrap/scripts/gutsy >/dev/null
        ;;
    *) debootstrap --variant=minbase "$suite" "$base" >/dev/null ;;
    esac
}

bring_up() {
    mkdir -p "$folder"
    [ -d "$base" ] || bootstrap
    cp -a "$base" "$here"
    mount -t tmpfs -o mode=755 tmpfs "$here/dev"
    for device in null zero full random urandom tty; do
        cp -a "/dev/$device" "$here/dev/"
    done
    mkdir "$here/dev/pts" "$here/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$here/dev/pts"
    ln -s pts/ptmx "$here/dev/ptmx"
    ln -s /proc/self/fd "$here/dev/fd"
    mount -t tmpfs -o mode=1777 tmpfs "$here/dev/shm"
    mount -t proc proc "$here/proc"
    cp /etc/resolv.conf /etc/hosts "$here/etc/"
    if [ -f "${SSL_CERT_FILE:-}" ]; then
        cp "$SSL_CERT_FILE" "$here$authorities"
    fi
    chroot "$here" useradd -m clerk
    git clone -q "$source" "$here$home"
    chroot "$here" chown -R clerk: /home/clerk
}

# Run words in the checkout, as root or as clerk, with an environment of nothing but what the network needs.
inside() {
    account=$1
    shift
    [ "$account" = root ] && owner=/root || owner=/home/$account
    trust=
    [ -f "$here$authorities" ] && for name in SSL_CERT_FILE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS PIP_CERT; do
        trust="$trust $name=$authorities"
    done
    # shellcheck disable=SC2086  # the names and values hold no blanks
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$owner" $trust \
        ${https_proxy:+https_proxy="$https_proxy"} ${http_proxy:+http_proxy="$http_proxy"} \
        chroot --userspec="$account" "$here" /bin/sh -c "cd $home && $*"
}

# Seconds since the instant $1.
since() {
    awk "BEGIN { printf \"%.1f s\", $(date +%s.%N) - $1 }"
}

# Start the site, wait for its first page, tell the seconds, stop it as Ctrl-C would.
time_start() {
    started=$(date +%s.%N)
    inside "$account" "exec ./run --demo --port $port" >"$log" 2>&1 &
    runner=$!
    until curl -fsS -o /dev/null "http://127.0.0.1:$port/" 2>/dev/null; do
        if ! kill -0 "$runner" 2>/dev/null || [ "$(since "$started" | cut -d. -f1)" -gt 900 ]; then
            cat "$log"
            return 1
        fi
        sleep 0.1
    done
    echo "$suite, $who: $1 start $(since "$started")"
    kill -INT "$(pgrep -P "$runner")"
    wait "$runner" || { cat "$log"; return 1; }
    runner=
}

try_run() {
    time_start first
    time_start second
    inside "$account" ".venv/bin/flask doctor" || echo "doctor: exit $?"
    echo "disk: $(du -sh "$here$home/.venv" | cut -f1)"
}

try_test() {
    started=$(date +%s.%N)
    inside "$account" "./test" && echo "$suite, $who: ./test passed in $(since "$started")"
}

[ -d "$here" ] && take_down
trap take_down EXIT
trap 'exit 1' INT TERM
bring_up
account=root
if [ "$who" = user ]; then
    # Python itself is the one thing that an ordinary user cannot fetch.
    inside clerk "./run --demo --port $port" || echo "(Python is the administrator's line, as announced)"
    inside root "apt-get -qq update && apt-get -qq -y --no-install-recommends install python3 ca-certificates" >/dev/null 2>&1
    account=clerk
fi
"try_$what"
