"""Words on screen: marking for translation below the web, lazy strings for forms."""

from typing import Any, cast

from flask_babel import lazy_gettext


def N_(message: str) -> str:  # noqa: N802 - the established gettext name
    """Mark a message for extraction; it is translated where it is shown."""
    return message


def lazy(message: str, **params: Any) -> str:
    """A form's label or message, translated when the page is rendered."""
    return cast(str, lazy_gettext(message, **params))
