"""The templates, read from `texts/`: one plain file per kind, written to be read and corrected by a clerk."""

from functools import cache
from pathlib import Path

from app.precedents.models import AgreementKind, ArticleText, Precedent, Relation, Switch

TEXTS = Path(__file__).parent / "texts"


@cache
def get(kind: AgreementKind | Relation) -> Precedent:
    """The template of a kind, or of what follows an agreement.

    Head lines 标题：, 前言：, 月数：, 费用：, 启用：; then `## heading | key` and the article's lines below it.
    """
    head, *articles = (TEXTS / f"{kind.value}.txt").read_text(encoding="utf-8").split("\n## ")
    said = dict(line.split("：", 1) for line in head.splitlines() if "：" in line)
    return Precedent(
        title=said["标题"],
        preamble=said["前言"],
        months=int(said["月数"]),
        fee=said["费用"],
        switches=tuple(Switch(s) for s in said["启用"].split()),
        articles=tuple(_article(part) for part in articles),
    )


def _article(part: str) -> ArticleText:
    first, _, body = part.partition("\n")
    heading, _, key = first.partition("|")
    return ArticleText(heading=heading.strip(), key=key.strip(), body=body.strip())
