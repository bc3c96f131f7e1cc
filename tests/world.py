"""One row of everything that an address can name, all of it D镇's or the pair's: what a stranger must not find.

A route with a new kind of id needs a line in SUBJECTS; without it tests/access/test_ids.py fails.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from cast import Cast
from sqlmodel import Session, SQLModel
from werkzeug.routing import Rule

from app.kit.guard import scope_of
from app.kit.scopes import Named, Private
from app.secondments.models import Stage
from app.services.models import Kind, ServiceState

# The name in the address, alone or after its blueprint or endpoint, and the table it names a row of.
SUBJECTS = {
    "jotting_id": "jotting",
    "leave_id": "log_leave",
    "lesson_id": "lesson",
    "lessons.entry_id": "log_entry",
    "lessons.photo_id": "lesson_photo",
    "logs.entry_id": "log_entry",
    "logs.photo_id": "log_photo",
    "reviews.entry_id": "log_entry",
    "assessment_id": "impact_assessment",
    "authorisation_id": "authorisation",
    "booking_id": "booking",
    "calls.paper_id": "call_paper",
    "changes.change_id": "meeting_change",
    "closure_id": "closure",
    "comment_id": "agreement_comment",
    "correction_id": "minutes_correction",
    "day_id": "calendar_day",
    "document_id": "document",
    "draft_id": "topic_draft",
    "duty_id": "duty",
    "balance.entry_id": "ledger_entry",
    "entry_id": "attendance_entry",
    "errand_id": "errand",
    "exchange_id": "exchange",
    "files.picture.file_id": "shared_file",
    "files.private.file_id": "private_file",
    "files.private_picture.file_id": "private_file",
    "files.shared.file_id": "shared_file",
    "followup_id": "followup",
    "stock.file_id": "private_file",
    "item_id": "agenda_item",
    "meeting_id": "meeting",
    "notice_id": "notice",
    "occasion_id": "service_session",
    "opinion_id": "opinion",
    "objection_id": "agreement_objection",
    "order_id": "standing_order",
    "organ_id": "organ",
    "participant_id": "participant",
    "partnership_id": "partnership",
    "partnerships.change_id": "partnership_change",
    "person_id": "person",
    "photo_id": "venue_photo",
    "plan_id": "meal_plan",
    "post_id": "assignment",
    "proposal_id": "proposal",
    "amending.series_id": "booking_series",
    "recurring.series_id": "booking_series",
    "rendition_id": "rendition",
    "certificate_id": "signing_certificate",
    "grant_id": "seal_grant",
    "agreement_id": "agreement",
    "package_id": "archive_package",
    "report_id": "report",
    "resident_id": "resident",
    "resolution_id": "resolution",
    "rest_id": "meal_rest",
    "revision_id": "minutes_revision",
    "secondment_id": "secondment",
    "series_id": "meeting_series",
    "service_id": "service",
    "session_id": "sign_in_session",
    "sharing.change_id": "policy_change",
    "sign_up_id": "sign_up",
    "telling_id": "telling",
    "topic_id": "topic",
    "topics.paper_id": "topic_draft_paper",
    "town_id": "town",
    "turn_id": "turn",
    "unit_id": "unit",
    "venue_id": "venue",
}
# Parts of an address that are no ids.
VALUES = {
    "decision": "close",
    "edition": "small",
    "form": "pdf",
    "key": "agenda",
    "month": 3,
    "number": 1,
    "sheet": "midterm",
    "size": "small",
    "token": "unknown",
    "visit": "unknown",
    "way": "end",
    "year": 2026,
}
# What a row has to say so that it is there for its own town at all.
SAID = {
    "agreement.version": 1,
    "secondment.stage": Stage.AGREED,
    "service.kind": Kind.DINING,
    "service.state": ServiceState.PUBLISHED,
    "meal_plan.serves_until": 2,
}
COMPANIONS = {"agreement": ("agreement_town", "agreement_version")}  # rows without which it is not there
OTHER_TOWN = {"host_town_id", "partner_town_id", "taker_id"}  # of a row that names two
LATER = {"ends_at", "until_at", "closes_at"}
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def subject_of(endpoint: str, argument: str) -> sa.Table:
    """The table behind an id in an address; KeyError when nobody has said."""
    blueprint = endpoint.partition(".")[0]
    names = (f"{endpoint}.{argument}", f"{blueprint}.{argument}", argument)
    return SQLModel.metadata.tables[SUBJECTS[next((n for n in names if n in SUBJECTS), argument)]]


def is_private(table: sa.Table) -> bool:
    """Rows of one town or person: absent for the partner too."""
    return isinstance(scope_of(table), Private | Named)


class World:
    """Rows filled by the types of their columns: who may see them is asked before what they say."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session, self.partner_id = session, cast.qi.id
        self.known = {
            "town": cast.dong.id,
            "partnership": cast.pair.id,
            "person": cast.shen.id,
            "unit": cast.dong_centre.id,
        }
        self.models = {m.local_table.name: m.class_ for m in SQLModel._sa_registry.mappers}

    def address(self, rule: Rule) -> dict[str, Any]:
        """Values for every argument of a rule."""
        return {a: self._value(rule.endpoint, a) for a in rule.arguments}

    def _value(self, endpoint: str, argument: str) -> Any:
        return VALUES[argument] if argument in VALUES else self.id_of(subject_of(endpoint, argument))

    def id_of(self, table: sa.Table) -> UUID:
        if table.name not in self.known:
            row = self.models[table.name](**self._row(table))
            self.session.add(row)
            self.session.flush()
            self.known[table.name] = getattr(row, "id", None)
            for companion in COMPANIONS.get(table.name, ()):
                self.id_of(SQLModel.metadata.tables[companion])
        return self.known[table.name]

    def _row(self, table: sa.Table) -> dict[str, Any]:
        filled = {c.name: self._cell(c) for c in table.columns if self._is_needed(c)}
        return filled | ({"id": uuid4()} if "id" in table.columns else {})

    def _is_needed(self, column: sa.Column) -> bool:
        fields = self.models[column.table.name].model_fields
        has_default = column.name in fields and not fields[column.name].is_required()
        return column.name != "id" and (
            not has_default or str(column) in SAID or column.name in {"town_id", "partnership_id", "person_id"}
        )

    def _cell(self, column: sa.Column) -> Any:
        if column.name in OTHER_TOWN:
            return self.partner_id
        if str(column) in SAID:
            return SAID[str(column)]
        for key in column.foreign_keys:
            return self.id_of(key.column.table)
        named = column.name.removesuffix("_id").rpartition("_")[2]
        if isinstance(column.type, sa.Uuid) and named in self.known:
            return self.known[named]
        return NOW + timedelta(hours=2) if column.name in LATER else _plain(column.type)


def _plain(kind: Any) -> Any:
    if isinstance(kind, sa.Enum):
        return next(iter(kind.enum_class))
    python = {sa.JSON: {}, sa.Uuid: uuid4(), sa.Date: date(2026, 3, 12), sa.Time: time(14), sa.Boolean: False}
    for known, value in python.items():
        if isinstance(kind, known):
            return value
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.LargeBinary):
        return b"x"
    return NOW if "DateTime" in type(kind).__name__ else "x"
