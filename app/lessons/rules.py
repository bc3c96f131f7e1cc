"""Who writes and tries 经验做法, and how a log entry becomes one. Pure."""

import re
from datetime import date

from app.accounts.models import Role
from app.discretion.rules import masked
from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.lessons.models import Lesson, LessonDraft
from app.logs.models import KINDS, LogEntry
from app.logs.rules import names_in

APART = re.compile(r"[、,，;；\s]+")
MOST_PHOTOS = 9
MOST_TAGS = 5
EVERYBODY = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
WRITERS = (
    *(Role.SECRETARY, Role.OFFICE_HEAD, Role.ORGANISER, Role.CLERK),
    *(Role.WORKER, Role.MENTOR, Role.SECONDEE),
)
EDITORS = frozenset({Role.ORGANISER, Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY})
BRIEFERS = (Role.ORGANISER, Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY)


class TriedInFuture(Refusal):
    message = N_("试行日期不能晚于今天")


class AlreadyCard(Refusal):
    message = N_("这篇日志已经整理成经验做法，请在原卡片上补充")


class NotTheirs(NotAllowed):
    message = N_("经验做法由整理的镇修改")


def tidy_tags(text: str) -> str:
    return "、".join(dict.fromkeys(tag for tag in APART.split(text.strip()) if tag and len(tag) <= 12))[:100]


def tags_of(lesson: Lesson) -> list[str]:
    return [tag for tag in lesson.tags.split("、") if tag][:MOST_TAGS]


def from_entry(entry: LogEntry) -> LessonDraft:
    """What the form offers: the author's words with residents' names masked, for they go to all towns."""
    names = names_in(entry.names)
    practice = "\n".join(part for part in (entry.done, entry.suggestion) if part)
    return LessonDraft(
        title=_title(masked(entry.suggestion or entry.learned or entry.done, names)),
        practice=masked(practice, names),
        effect=masked(entry.learned, names)[:1000],
        tags=KINDS[entry.kind],
    )


def _title(text: str) -> str:
    """The first clause, as a beginning."""
    return re.split(r"[。！？；，,\n]", text.strip(), maxsplit=1)[0][:30]


def check_tried(tried_on: date, today: date) -> None:
    if tried_on > today:
        raise TriedInFuture


def may_edit(lesson: Lesson, *, person_id: object, town_id: object, roles: frozenset[Role]) -> bool:
    """Its author, and the people of that town who handle papers."""
    return lesson.author_id == person_id or (lesson.town_id == town_id and not EDITORS.isdisjoint(roles))


def searchable(lesson: LessonDraft) -> str:
    return "\n".join((lesson.title, lesson.practice, lesson.effect, lesson.tags))
