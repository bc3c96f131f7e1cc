"""The Excel file and the PDF of the figures: the page's tables, nothing more."""

import base64

from app.balance.gateways import to_svg
from app.balance.models import BalancePaper, Section
from app.indicators.models import Grid
from app.indicators.rules import in_words
from app.kit import xlsx
from app.suppression.rules import FEWEST
from app.tallies import rules
from app.tallies.rules import Figures
from app.typeset import gateways as typesetting

APART = "矛盾调解人数少，单独列出，不计入合计。"
NOTE = (
    f"体检、矛盾调解不足{FEWEST}人的数字记作“{rules.SMALL}”；"
    f"记作“{rules.WITHHELD}”的数字不单独列出，以免由合计推算出前者。"
)


def to_book(figures: Figures) -> bytes:
    """One sheet per table; figures as numbers, so that a clerk can reckon with them."""
    tables = rules.grids(figures)
    return xlsx.to_book([(g.caption, g.head, [[_value(c) for c in row] for row in g.rows]) for g in tables])


def _value(cell: str) -> object:
    if cell.endswith("%") and cell[:-1].isdecimal():
        return xlsx.Percent(cell[:-1])
    return int(cell) if cell.isdecimal() else cell


def to_pdf(figures: Figures, partnership: str) -> bytes:
    said = f"{'、'.join(figures.names.values())}　统计时段：{in_words(figures.period)}"
    whole, crossing = rules.matrix(figures), rules.by_month(figures)
    sections = (
        Section("一、谁在哪里接受服务", (rules.sentence(figures),), (_picture(whole),), (whole,)),
        Section("二、按服务类别", (), (), (rules.by_kind(figures),)),
        Section("三、各月跨镇服务", (), (), (crossing,)),
        Section("四、名额提供和使用", (APART, NOTE), (), (rules.use(figures),)),
    )
    return typesetting.to_pdf(BalancePaper(f"{partnership}共享服务统计", (said,), sections), archival=False)


def _picture(grid: Grid) -> str:
    drawn = str(to_svg(rules.bars(rules.without_totals(grid))))
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
