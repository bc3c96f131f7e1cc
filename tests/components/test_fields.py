"""A field says what it wants and what was wrong, to eyes and to screen readers alike, and keeps what was typed."""

from datetime import date

import pytest
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    validators,
)
from wtforms.fields import FileField, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

CHOICES = [SelectChoice("1", "D镇"), SelectChoice("2", "Q镇")]


class Many(SelectMultipleField):
    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class Address(Form):
    street = StringField("路名")


class Booking(FlaskForm):
    purpose = StringField("用途", [validators.DataRequired("请写明用途")])
    remarks = TextAreaField("说明")
    venue = SelectField("场地", choices=CHOICES)
    answer = RadioField("参会", [validators.InputRequired("请选择")], choices=CHOICES)
    towns = Many("镇", choices=CHOICES)
    agreed = BooleanField("已核对")
    day = DateField("日期", [validators.Optional()])
    start = TimeField("开始时间", [validators.Optional()])
    paper = FileField("附件")
    version = HiddenField()
    place = FormField(Address)
    names = FieldList(StringField("姓名"), min_entries=2)


@pytest.fixture
def form(render):
    return Booking(meta={"csrf": False})


@pytest.mark.parametrize("name", [name for name in Booking.__dict__ if not name.startswith("_") and name != "meta"])
def test_every_kind_of_field_is_labelled(render, form, name):
    render("field", "{{ field(f, hint='提示') }}", f=form[name])


def test_hint_and_error_are_both_read_out(render, form):
    form.purpose.errors = ["请写明用途"]
    page = render("field", "{{ field(f, hint='不超过40字') }}", f=form.purpose)
    box = page.find("input")
    assert box["aria-invalid"] == "true"
    described = [page.find(id=i).get_text(strip=True) for i in box["aria-describedby"].split()]
    assert described[0] == "不超过40字"
    assert "请写明用途" in described[1]


def test_a_field_without_hint_and_error_points_at_nothing(render, form):
    box = render("field", "{{ field(f) }}", f=form.remarks).find("textarea")
    assert "aria-describedby" not in box.attrs
    assert "aria-invalid" not in box.attrs


def test_what_must_be_filled_in_says_so(render, form):
    assert "必填" in render("field", "{{ field(f) }}", f=form.purpose).text
    assert "必填" not in render("field", "{{ field(f) }}", f=form.remarks).text


def test_choices_stand_in_a_fieldset_with_a_legend(render, form):
    for name in ("answer", "towns"):
        page = render("field", "{{ field(f) }}", f=form[name])
        assert page.find("fieldset").find("legend")
        assert len(page.find_all("label")) == 2


def test_a_date_is_also_written_out(render, form):
    form.day.data = date(2026, 11, 23)
    page = render("field", "{{ field(f) }}", f=form.day)
    assert page.find(attrs={"data-date-of": "day"}).text == "2026年11月23日 星期一"


def test_uploads_warn_against_secrets(render, form):
    assert "严禁处理、存储、传输涉密信息" in render("field", "{{ field(f) }}", f=form.paper).text


def test_typed_values_are_kept(render, form):
    form.purpose.data = "第三次<联席>会议"
    assert render("field", "{{ field(f) }}", f=form.purpose).find("input")["value"] == "第三次<联席>会议"


def test_the_summary_links_to_the_fields(render, form):
    form.purpose.errors, form.answer.errors = ["请写明用途"], ["请选择"]
    form.form_errors.append("场地已被预约")
    summary = render("error_summary", "{{ error_summary(form) }}", form=form)
    links = {a["href"]: a.text for a in summary.find_all("a")}
    assert links == {"#purpose": "请写明用途", "#answer-0": "请选择"}
    assert "场地已被预约" in summary.text
    assert summary.find(role="alert")


def test_no_summary_without_errors(render, form):
    assert not render("error_summary", "{{ error_summary(form) }}", form=form).find(role="alert")
