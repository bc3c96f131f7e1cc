"""The operator's commands: `flask serve`, `flask doctor`, `flask secrets`."""

from flask import Flask

from app.commands import backups, doctor, keys, serve


def init_app(app: Flask) -> None:
    for command in (serve.serve, doctor.doctor, keys.secrets, backups.write, backups.restore):
        app.cli.add_command(command)
