"""The reader's language and the towns' dates, for templates."""

from datetime import date, datetime

from flask import Flask, current_app, request
from flask import session as cookie
from flask_babel import Babel, format_date

from app.kit import clock

LANGUAGE, LARGE = "language", "large"


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=chosen_language)
    app.jinja_env.filters.update(chinese_date=written_date, weekday_name=written_weekday, wall_time=clock.wall_time)
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
    if chosen_language() != "en":
        return clock.chinese_date(day)
    return str(format_date(_town_day(day), "d MMMM yyyy"))


def written_weekday(day: date | datetime) -> str:
    """星期一; on English pages Monday."""
    if chosen_language() != "en":
        return clock.weekday_name(day)
    return str(format_date(_town_day(day), "EEEE"))


def _town_day(day: date | datetime) -> date:
    return clock.to_town(day).date() if isinstance(day, datetime) else day
