"""Reading cells as people fill them, and saying what is wrong with one. Pure; knows no word of the domain."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.tabular.models import BadCell, Column, Row

YES, NO = "是", "否"


class SheetMissing(Refusal):
    message = N_("文件里没有“%(sheet)s”表，请从本页下载模板后填写")


class ColumnMissing(Refusal):
    message = N_("“%(sheet)s”表缺少这些列：%(columns)s；请使用本页的模板，不要改列名")


class TooManyRows(Refusal):
    message = N_("“%(sheet)s”表超过%(most)s行，请分几次导入")


class Missing(Refusal):
    message = N_("必须填写")


class IsFormula(Refusal):
    message = N_("不能是公式，请复制后选择性粘贴为数值")


class TooLongText(Refusal):
    message = N_("最多%(most)s个字")


class NotANumber(Refusal):
    message = N_("应是%(low)s到%(high)s之间的整数")


class NotADegree(Refusal):
    message = N_("应是小数，如121.5012")


class NotAChoice(Refusal):
    message = N_("请填：%(choices)s")


def text(most: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if len(cell) > most:
            raise TooLongText(most=most)
        return cell

    return read


def whole(low: int, high: int, empty: int | None = 0) -> Callable[[str], int | None]:
    """A whole number, as text or as a spreadsheet's number (50.0)."""

    def read(cell: str) -> int | None:
        if not cell:
            return empty
        digits = cell.removesuffix(".0")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 10 and low <= int(digits) <= high):
            raise NotANumber(low=low, high=high)
        return int(digits)

    return read


def degree(cell: str) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError as error:
        raise NotADegree from error


def choice(names: Mapping[Any, str], empty: Any = None) -> dict[str, Any]:
    """`read`, `write` and `choices` of a column that takes one of some words."""
    known = {name: value for value, name in names.items()}

    def read(cell: str) -> Any:
        if not cell and empty is not None:
            return empty
        if cell not in known:
            raise NotAChoice(choices="、".join(known))
        return known[cell]

    return {"read": read, "write": names.__getitem__, "choices": tuple(known)}


YES_OR_NO = {True: YES, False: NO}


def read_row(row: Row, columns: Iterable[Column], sheet: str) -> tuple[dict[str, Any], list[BadCell]]:
    """The values of a row by key, and what is wrong with which of its cells."""
    values: dict[str, Any] = {}
    wrong: list[BadCell] = []
    for column in columns:
        cell = row.cells.get(column.name, "")
        try:
            values[column.key] = _read(cell, column, is_formula=column.name in row.formulas)
        except Refusal as refusal:
            wrong.append(BadCell(sheet, row.number, column.name, cell[:40], refusal))
    return values, wrong


def _read(cell: str, column: Column, *, is_formula: bool) -> Any:
    if is_formula:
        raise IsFormula
    if column.is_required and not cell:
        raise Missing
    return column.read(cell)


def check_head(head: Iterable[str], columns: Iterable[Column], sheet: str) -> None:
    """Every promised column is there; others may stand beside them and are not read."""
    present = set(head)
    if lacking := [column.name for column in columns if column.name not in present]:
        raise ColumnMissing(sheet=sheet, columns="、".join(lacking))
