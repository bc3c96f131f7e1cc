"""People, what they may do where and until when, and how they sign in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Named, Private, Public
from app.phonetics.rules import phonetic


class Role(StrEnum):
    SECRETARY = "secretary"  # 书记
    OFFICE_HEAD = "office_head"  # 党政办主任
    ORGANISER = "organiser"  # 组织委员
    CLERK = "clerk"  # 党政办文书(联络员)
    WORKER = "worker"  # 社区工作者
    SECONDEE = "secondee"  # 挂职人员
    MENTOR = "mentor"  # 带教
    AUDITOR = "auditor"  # 安全审计员
    OPERATOR = "operator"  # 系统管理员, of no town


class Person(Record, table=True):
    """Somebody who signs in. The row is public inside the product: it must be found before anybody is known."""

    __table_args__ = scoped(Public(), sa.UniqueConstraint("login"))

    login: str = Field(max_length=60)
    name: str = Field(max_length=40)
    town_id: UUID | None = Field(default=None, foreign_key="town.id", index=True, description="None: the operator")
    post: str = Field(default="", max_length=60, description="党委书记, 党政办主任 …")
    phonetic: str = Field(default="", max_length=200, description="pinyin and initials, for finding")
    wants_mail: bool = Field(default=False, description="gave a mail address; notices leave by mail too")
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    password_due_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="by when to choose a new one"
    )


@sa.event.listens_for(Person, "before_insert")
@sa.event.listens_for(Person, "before_update")
def _index_by_sound(_mapper: object, _connection: object, person: Person) -> None:
    """Whoever writes a name, by a page, an import or the demo: it is found by its sound."""
    if sa.inspect(person).attrs.name.history.has_changes():
        person.phonetic = phonetic(person.name)


class Contact(SQLModel, table=True):
    """How a person is reached; private to the town."""

    __table_args__ = scoped(Private())

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    town_id: UUID = Field(foreign_key="town.id", index=True)
    phone: str = Field(default="", max_length=30)
    email: str = Field(default="", max_length=120)


class Credential(SQLModel, table=True):
    """An argon2 hash; read only in the name of the person it belongs to."""

    __table_args__ = scoped(Named())

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    password_hash: str = Field(max_length=200)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Assignment(Record, table=True):
    """A role of a person in a unit, for a time. Rights begin and end by these dates, without a job."""

    __table_args__ = scoped(Public(), sa.Index("ix_assignment_person_id", "person_id"))

    person_id: UUID = Field(foreign_key="person.id")
    town_id: UUID | None = Field(default=None, foreign_key="town.id", index=True)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id")
    role: Role = Field(sa_type=stored(Role))
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    may_turn_keys: bool = Field(default=False, description="a secretary, or a deputy by 授权")
    granted_by: str = Field(
        default="",
        max_length=80,
        sa_column_kwargs={"server_default": ""},
        description="secondment:<id>: laid down with a posting, moved and ended with it; empty: by the town's office",
    )


class Authorisation(Record, table=True):
    """A dated 授权: the deputy signs for the secretary, shown as ×××（代签）."""

    __table_args__ = scoped(Private())

    town_id: UUID = Field(foreign_key="town.id", index=True)
    secretary_id: UUID = Field(foreign_key="person.id")
    deputy_id: UUID = Field(foreign_key="person.id")
    from_on: date
    until_on: date
    basis: str = Field(max_length=120, description="the paper that grants it")


class SignInSession(Record, table=True):
    """One signed-in browser. Ending the row signs it out, wherever it is."""

    __tablename__ = "sign_in_session"
    __table_args__ = scoped(Public(), sa.Index("ix_sign_in_session_person_id", "person_id"))

    person_id: UUID = Field(foreign_key="person.id")
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    device: str = Field(default="", max_length=120)


class FailedSignIn(Record, table=True):
    """A wrong password, by login as typed; five within the window lock the account, in every process."""

    __tablename__ = "failed_sign_in"
    __table_args__ = scoped(
        Public(),
        sa.Index("ix_failed_sign_in_login_at", "login", "at"),
        sa.Index("ix_failed_sign_in_address_at", "address", "at"),
    )

    login: str = Field(max_length=60)
    address: str = Field(default="", max_length=45)
    at: datetime = Field(sa_type=UtcDateTime)


class Invitation(Record, table=True):
    """A one-time link by which a person sets the first (or a forgotten) password. Only its hash is kept."""

    __table_args__ = scoped(Public(), sa.UniqueConstraint("token_hash"))

    token_hash: str = Field(max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
