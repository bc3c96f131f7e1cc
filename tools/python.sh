# Sourced by run and test: find a Python that is new enough into $python, or say what the administrator has to install.
python=
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys, ctypes; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "[linqiao] 安装 Python / installing Python"
        log=$({ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
            install python3 python3-venv ca-certificates; } 2>&1) || {
            echo "$log" >&2
            exit 3
        }
        python=python3
    else
        echo "需要 Python 3.11 以上，请管理员执行一次 / Python 3.11 or later is needed, please ask the administrator to run once:" >&2
        echo "    sudo apt-get install -y --no-install-recommends python3 ca-certificates" >&2
        exit 3
    fi
fi
