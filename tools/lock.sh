#!/bin/sh
# Compile the hashed locks from the *.in files, for Python 3.11 and later: tools/lock.sh [--upgrade]
# Run it after ./test has prepared the checkout. Every hash comes from the package index itself; no address is written.
set -eu
cd "$(dirname "$0")/.."
# What a machine's own configuration might add (further indexes, folders of wheels) must not reach the lock.
unset PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS 2>/dev/null || :
compile() {
    name=$1
    shift
    .venv/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-emit-index-url \
        --only-binary :all: --no-binary lunar-python "$@" -o "$name.txt" "$name.in"
}
compile requirements "$@"
compile requirements-build "$@"
compile requirements-node "$@"
compile requirements-bench "$@"
compile requirements-dev -c requirements.txt -c requirements-node.txt "$@"
