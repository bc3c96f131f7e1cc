"""The operator's commands: `flask serve`, `flask doctor`, `flask secrets`."""

from flask import Flask

from app.commands.doctor import doctor
from app.commands.keys import secrets
from app.commands.serve import serve


def init_app(app: Flask) -> None:
    for command in (serve, doctor, secrets):
        app.cli.add_command(command)
