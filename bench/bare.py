"""The least that Flask and Jinja can do for a page of BARE_BYTES: the limit that bench/page.py compares with."""

import os

from flask import Flask, render_template_string

app = Flask(__name__)
ROW = "<tr><td>{{ n }}</td><td>轮值联席会议</td></tr>"
PAGE = "<!doctype html><title>bare</title><h1>bare</h1><table>{% for n in range(rows) %}" + ROW + "{% endfor %}</table>"
ROWS = int(os.environ.get("BARE_BYTES", "20000")) // 50


@app.get("/")
def bare() -> str:
    return render_template_string(PAGE, rows=ROWS)
