"""The operator's commands: serve, doctor, secrets, setup-link, audit verify, archive verify, back-ups, demo."""

from flask import Flask

from app.commands import archive, audit_chain, backups, demo, doctor, keys, serve, setup_link


def init_app(app: Flask) -> None:
    for command in (
        serve.serve,
        doctor.doctor,
        keys.secrets,
        backups.write,
        backups.restore,
        setup_link.setup_link,
        archive.archive,
        audit_chain.audit,
        demo.demo,
    ):
        app.cli.add_command(command)
