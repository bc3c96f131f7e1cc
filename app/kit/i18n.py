"""Words on screen: marking for translation below the web, lazy strings for forms, sentences made of parts."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import format_date, get_locale, gettext, lazy_gettext


def N_(message: str) -> str:  # noqa: N802 - the established gettext name
    """Mark a message for extraction; it is translated where it is shown."""
    return message


def lazy(message: str, **params: Any) -> str:
    """A form's label or message, translated when the page is rendered."""
    return cast(str, lazy_gettext(message, **params))


class Said(str):
    """Chinese words that remember what they are made of, so that a page can say them in its reader's language.

    Everywhere else (documents, notices, the database, comparisons) they are the plain Chinese text. Putting them into
    an f-string or `str.join` forgets the parts: use `worded` and `joined`.
    """

    message: str
    params: dict[str, Any]

    def in_words(self) -> str:
        """In the language of the request; names inside (of festivals, of kinds) are translated as well."""
        return str(gettext(self.message, **{name: _named(value) for name, value in self.params.items()}))


class SaidDate(Said):
    """2026年11月23日 or 星期一: dates have their own way in each language."""

    def in_words(self) -> str:
        if str(get_locale()).startswith("zh"):
            return str.__str__(self)
        return str(format_date(self.params["day"], self.message))


class Joined(Said):
    """Several such words in a row."""

    def in_words(self) -> str:
        return str(gettext(self.message)).join(str(shown(part)) for part in self.params["parts"])


def worded(message: str, /, **params: Any) -> Said:
    """A gettext id (`N_`) with what fills its %(name)s places, which may be such words again."""
    return _made(Said, message % params if params else message, message, params)


def joined(glue: str, parts: Iterable[str]) -> Said:
    """`glue.join(parts)`, the glue a gettext id (`N_("、")`)."""
    listed = tuple(parts)
    return _made(Joined, glue.join(listed), glue, {"parts": listed})


def said_date(text: str, day: date, pattern: str) -> Said:
    """A date's Chinese text, and the CLDR pattern that other languages write it in."""
    return _made(SaidDate, text, pattern, {"day": day})


def shown(value: Any) -> Any:
    """A value as a page shows it: words in the reader's language, anything else as it is."""
    return value.in_words() if isinstance(value, Said) else value


def shown_all(params: dict[str, Any]) -> dict[str, Any]:
    return {name: shown(value) for name, value in params.items()}


def _named(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Said):
        return gettext(value) if value else value
    return shown(value)


def _made(kind: type[Said], text: str, message: str, params: dict[str, Any]) -> Said:
    made = kind(text)
    made.message, made.params = message, params
    return made
