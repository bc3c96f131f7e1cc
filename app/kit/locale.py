"""The reader's language and the towns' dates, for templates."""

from flask import Flask, current_app, request
from flask import session as cookie
from flask_babel import Babel

from app.kit import clock

LANGUAGE, LARGE = "language", "large"


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=chosen_language)
    app.jinja_env.filters.update(
        chinese_date=clock.chinese_date, weekday_name=clock.weekday_name, wall_time=clock.wall_time
    )
    app.context_processor(lambda: {"language": chosen_language(), "large": bool(cookie.get(LARGE))})


def chosen_language() -> str:
    """What the person chose, else what the browser asks for, else Chinese."""
    known = current_app.config["LANGUAGES"]
    if cookie.get(LANGUAGE) in known:
        return str(cookie[LANGUAGE])
    asked = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en"], "zh")
    return "en" if asked == "en" else str(known[0])
