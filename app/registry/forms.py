"""What is typed about a town, its units and its organs."""

from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, FloatField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.kit.i18n import lazy
from app.registry.models import OrganDraft, TownDraft, UnitDraft
from app.registry.rules import TIER_NAMES
from app.towns.models import Tier, Unit


class TownForm(FlaskForm):
    name = StringField(lazy("镇名"), [DataRequired(lazy("请填写镇名")), Length(max=40)])
    province = StringField(lazy("省（市）"), [DataRequired(lazy("请填写省（市）")), Length(max=20)])
    county = StringField(lazy("县（市、区）"), [DataRequired(lazy("请填写县（市、区）")), Length(max=20)])
    secretary = StringField(lazy("书记姓名"), [DataRequired(lazy("请填写书记姓名")), Length(max=40)])
    login = StringField(lazy("书记账号"), [Length(max=40)])

    def to_draft(self) -> TownDraft:
        return TownDraft(
            name=self.name.data.strip(),
            province=self.province.data.strip(),
            county=self.county.data.strip(),
            secretary=self.secretary.data.strip(),
            login=self.login.data or "",
        )


class UnitForm(FlaskForm):
    name = StringField(lazy("单位名称"), [DataRequired(lazy("请填写单位名称")), Length(max=60)])
    tier = SelectField(
        lazy("层级"), choices=[SelectChoice(value=tier.value, label=lazy(TIER_NAMES[tier])) for tier in Tier]
    )
    parent_id = SelectField(lazy("上级单位"), validators=[Optional()])
    address = StringField(lazy("地址"), [Length(max=120)])
    phone = StringField(lazy("对外电话"), [Length(max=30)])
    longitude = FloatField(lazy("经度"), [Optional()])
    latitude = FloatField(lazy("纬度"), [Optional()])

    def offer_parents(self, units: list[Unit]) -> None:
        offered = [SelectChoice(value=str(u.id), label=u.name) for u in units if u.tier is not Tier.GRID]
        self.parent_id.choices = [SelectChoice(value="", label=lazy("（无）")), *offered]

    def to_draft(self) -> UnitDraft:
        return UnitDraft(
            tier=Tier(self.tier.data),
            parent_id=UUID(self.parent_id.data) if self.parent_id.data else None,
            name=self.name.data.strip(),
            address=self.address.data or "",
            phone=self.phone.data or "",
            longitude=self.longitude.data,
            latitude=self.latitude.data,
        )


class OrganForm(FlaskForm):
    full_name = StringField(lazy("全称"), [DataRequired(lazy("请填写全称")), Length(max=60)])
    short_name = StringField(lazy("规范化简称"), [DataRequired(lazy("请填写规范化简称")), Length(max=40)])
    code = StringField(lazy("机关代字"), [DataRequired(lazy("请填写机关代字")), Length(max=20)])
    printed_by = StringField(lazy("印发机关"), [DataRequired(lazy("请填写印发机关")), Length(max=60)])
    send_to = StringField(lazy("默认主送"), [Length(max=200)])
    copy_to = StringField(lazy("默认抄送"), [Length(max=200)])
    own_numbers = BooleanField(lazy("由本系统编号（不勾选则在本机关登记取号）"))
    is_party_committee = BooleanField(lazy("这是镇党委"))
    seal = FileField(lazy("印章图片"))

    def to_draft(self) -> OrganDraft:
        return OrganDraft(
            full_name=self.full_name.data.strip(),
            short_name=self.short_name.data.strip(),
            code=self.code.data.strip(),
            printed_by=self.printed_by.data.strip(),
            send_to=self.send_to.data or "",
            copy_to=self.copy_to.data or "",
            own_numbers=self.own_numbers.data,
            is_party_committee=self.is_party_committee.data,
        )
