"""One full page of the product against a bare Flask+Jinja page of the same size, on the same server in the same run.

`.venv/bin/python -m bench.page [--seconds 5] [--path /meetings]` makes a demo installation in a temporary folder,
starts granian twice, and prints pages a second of both and their ratio.
"""

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 4


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5)
    arguments.add_argument("--path", default="/meetings")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LINQIAO_VAR": folder, "LINQIAO_DEMO": "1", "PYTHONPATH": str(ROOT)}
        subprocess.run(
            [sys.executable, "-m", "flask", "demo", "load"],
            env=environment,
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        with serving("wsgi:app", 8031, environment):
            cookie = sign_in(8031)
            page = fetch(8031, asked.path, cookie)
            ours = rate(8031, asked.path, cookie, asked.seconds)
        with serving("bench.bare:app", 8032, {**environment, "BARE_BYTES": str(len(page))}):
            bare = rate(8032, "/", "", asked.seconds)
    print(
        f"{asked.path}: {len(page)} bytes, {ours:.0f}/s; "
        f"bare page of the same size: {bare:.0f}/s; ratio {bare / ours:.1f}"
    )


@contextmanager
def serving(app: str, port: int, environment: dict[str, str]) -> Iterator[None]:
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    process = subprocess.Popen([*words, "--port", str(port), "--workers", "2", app], env=environment, cwd=ROOT)
    try:
        wait_until_up(port)
        yield
    finally:
        process.terminate()
        process.wait()


def wait_until_up(port: int) -> None:
    for _ in range(200):
        try:
            fetch(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


def fetch(port: int, path: str, cookie: str = "") -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Cookie": cookie})
    return connection.getresponse().read()


def sign_in(port: int) -> str:
    """The cookie of D镇's clerk, by the demo's panel."""
    from bs4 import BeautifulSoup  # a development tool, needed here only

    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sign-in")
    shown = connection.getresponse()
    first = shown.getheader("Set-Cookie", "").split(";")[0]
    page = BeautifulSoup(shown.read(), "html5lib")
    button = next(b for b in page.find_all("button") if "马琳" in b.get_text())
    form = button.find_parent("form")
    fields = {i["name"]: i.get("value", "") for i in form.find_all("input") if i.get("name")}
    if button.get("name"):
        fields[button["name"]] = button.get("value", "")
    from urllib.parse import urlencode

    headers = {"Cookie": first, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", form["action"], urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    return answer.getheader("Set-Cookie", "").split(";")[0]


def rate(port: int, path: str, cookie: str, seconds: float) -> float:
    """Pages a second over `CLIENTS` connections that are kept open, after a warm-up."""
    fetch(port, path, cookie)
    counts = [0] * CLIENTS
    until = time.perf_counter() + seconds

    def load(at: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            counts[at] += 1

    threads = [threading.Thread(target=load, args=(at,)) for at in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(counts), "every client was answered"
    return sum(counts) / seconds


if __name__ == "__main__":
    main()
