"""Every component on one page: no axe violation, nothing wider than the screen, no target too small."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from flask import render_template
from flask_wtf import FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.kit import web

CHOICES = [SelectChoice("1", "Q镇党群服务中心"), SelectChoice("2", "D镇社区会议室")]


class Booking(FlaskForm):
    purpose = StringField("用途", [InputRequired()])
    venue = SelectField("场地", choices=CHOICES)
    day = DateField("日期", default=date(2026, 12, 3))
    start = TimeField("开始时间")
    answer = RadioField("是否参加", [InputRequired()], choices=CHOICES)
    agreed = BooleanField("已核对与会人员")
    paper = FileField("附件")
    remarks = TextAreaField("说明")


@dataclass
class Shown:
    number: int = 2
    pages: int = 3
    total: int = 120


@pytest.fixture(autouse=True)
def gallery(live_app):
    def show():
        form = Booking(meta={"csrf": False})
        form.purpose.errors, form.answer.errors = ["请写明用途"], ["请选择是否参加"]
        form.form_errors.append("该时段场地已被预约，请另选时间")
        return render_template("gallery.html", form=form, page=Shown())

    templates = FileSystemLoader(Path(__file__).parent / "templates")
    live_app.jinja_loader = ChoiceLoader([live_app.jinja_loader, templates])
    live_app.add_url_rule("/gallery", view_func=web.allow(web.ANYONE)(show))


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_everything_on_every_screen(visit, live_cast, width):
    visit(live_cast.ma, width=width).go("/gallery", name="gallery")


def test_everything_without_javascript(visit, live_cast):
    visitor = visit(live_cast.ma, width=320, script=False)
    visitor.go("/gallery", name="gallery")


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_in_the_large_edition(visit, live_cast, width):
    visit(live_cast.ma, width=width, large=True).go("/gallery", name="gallery-large")


def test_the_first_tab_is_the_skip_link(visit, live_cast):
    visitor = visit(live_cast.ma)
    visitor.go("/preferences/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip-link"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_after_a_refusal_the_summary_has_the_focus(visit, live_cast):
    visitor = visit(live_cast.ma)
    visitor.go("/gallery")
    assert visitor.page.evaluate("document.activeElement.className") == "error-summary"


def test_copying_says_that_it_worked(visit, live_cast):
    visitor = visit(live_cast.ma)
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.go("/gallery")
    visitor.page.get_by_text("复制文字", exact=True).first.click()
    visitor.page.get_by_role("button", name="一键复制").click()
    visitor.page.get_by_text("已复制").wait_for()
    assert "Q镇党群服务中心" in visitor.page.evaluate("navigator.clipboard.readText()")


def test_a_dangerous_deed_is_confirmed_without_javascript(visit, live_cast):
    visitor = visit(live_cast.ma, script=False)
    visitor.go("/gallery")
    confirm = visitor.page.get_by_role("button", name="确定取消会议")
    assert not confirm.is_visible()
    visitor.page.locator("summary", has_text="取消会议").click()
    assert confirm.is_visible()


def test_a_date_typed_in_is_written_out(visit, live_cast):
    visitor = visit(live_cast.ma)
    visitor.go("/gallery")
    visitor.page.fill("#day", "2026-12-28")
    assert visitor.page.inner_text("[data-date-of=day]") == "2026年12月28日 星期一"
