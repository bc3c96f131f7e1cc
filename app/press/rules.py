"""Why something cannot be printed, and which characters a text needs. Pure: no WeasyPrint, no files."""

from collections.abc import Iterable

from app.kit.errors import Refusal
from app.kit.i18n import N_


class FontsMissing(Refusal):
    message = N_("公文字体尚未安装，暂时不能生成公文。请系统管理员在服务器上运行 flask doctor，按提示安装字体后再试")


class NotRendered(Refusal):
    message = N_("公文排版没有成功（%(reason)s）。请稍后再试；仍不成功请联系系统管理员")


def needed(texts: Iterable[str]) -> frozenset[int]:
    """The code points that a font must have; white space and joiners need no glyph."""
    return frozenset(ord(c) for text in texts for c in text if not (c.isspace() or c in "\u200b\u200d\ufeff"))
