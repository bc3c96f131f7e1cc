"""The reader's language and the towns' dates, for templates."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, cast

from flask import Flask, current_app, g, request
from flask import session as cookie
from flask_babel import Babel, get_translations
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.utils import pass_context, pass_eval_context
from markupsafe import Markup

from app.kit import clock, i18n

LANGUAGE, LARGE = "language", "large"


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=chosen_language)
    app.jinja_env.filters.update(
        chinese_date=written_date, weekday_name=written_weekday, wall_time=clock.wall_time, join=_join
    )
    app.jinja_env.finalize = i18n.shown
    app.jinja_env.globals["ngettext"] = _with_words(cast(Callable[..., str], app.jinja_env.globals["ngettext"]))
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = _gettext
    app.context_processor(lambda: {"language": chosen_language(), "large": bool(cookie.get(LARGE))})


def chosen_language() -> str:
    """What the person chose, else what the browser asks for, else Chinese."""
    known = current_app.config["LANGUAGES"]
    if cookie.get(LANGUAGE) in known:
        return str(cookie[LANGUAGE])
    asked = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en"], "zh")
    return "en" if asked == "en" else str(known[0])


def written_date(day: date | datetime) -> str:
    """2026年11月23日; on English pages 23 November 2026."""
    return str(i18n.shown(clock.chinese_date(day)))


def written_weekday(day: date | datetime) -> str:
    """星期一; on English pages Monday."""
    return str(i18n.shown(clock.weekday_name(day)))


@pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], glue: str = "", attribute: str | int | None = None) -> Any:
    """Jinja's `join`, the parts in the reader's language."""
    return do_join(context, map(i18n.shown, value), glue, attribute)


@pass_context
def _gettext(context: Context, message: str, /, **params: Any) -> str:
    """A template's gettext: hundreds on a page, so the request's words are looked up once."""
    if "words" not in g:
        g.words, g.said = get_translations(), {}
    said = g.said.get(message) or g.said.setdefault(message, Markup(g.words.ugettext(message)))  # noqa: S704  # our words
    if not params and "%" not in said:
        return cast(str, said)
    text = said if context.eval_ctx.autoescape else str(said)
    return cast(str, text % i18n.shown_all(params))


def _with_words(translate: Callable[..., str]) -> Callable[..., str]:
    """A template's gettext that also says its parameters in the reader's language."""

    @pass_context
    def call(context: Context, *said: Any, **params: Any) -> str:
        return translate(context, *said, **i18n.shown_all(params))

    return call
