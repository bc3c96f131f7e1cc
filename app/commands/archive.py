"""`flask archive verify FILE.zip`: check a yearly package without the database. Exits 1 when something is wrong."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.deposits import gateways
from app.deposits.gateways import Checked


@click.group()
def archive() -> None:
    """年度归档包 / yearly archive packages"""


@archive.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify(file: Path) -> None:
    """离线核验归档包 / check a package without the database"""
    checked = gateways.check(file.read_bytes(), current_app.config["AUDIT_KEY"])
    for line in told(checked):
        click.echo(line)
    raise SystemExit(1 if checked.faults else 0)


def told(checked: Checked) -> list[str]:
    """What was found, line by line; the hash of the whole is compared with the page of the package by eye."""
    said = [f"归档包SHA-256：{checked.zip_hash}"]
    if checked.label:
        said.append(f"{checked.label}：{checked.papers}件，{checked.files}个文件")
    if not checked.faults:
        chain = f"{checked.entries}条" + ("" if checked.is_chain_checked else "（另一套系统的密钥，只核对相接）")
        said.append("✓ 文件与校验清单、目录一致，无缺失、无多余")
        said.append("✓ 正文与各方签发确认的内容校验值一致，PDF内嵌正文相同")
        said.append(f"✓ 审计记录{chain}；电子签名{checked.signatures}个，均完好")
        return said
    return [*said, *(f"✗ {fault}" for fault in checked.faults), f"发现{len(checked.faults)}处问题 / faults"]
