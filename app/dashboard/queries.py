"""What waits for a person, and how the machine does. Reads every domain's queries, owns no table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.bookings import queries as spaces
from app.bookings.queries import Line
from app.consents import queries as consents
from app.consents.rules import Reader as Signatory
from app.dashboard.rules import JOB_NAMES, JobLine, Task, in_order
from app.drafting import queries as drafts
from app.feedback import queries as opinions
from app.followups import queries as followups
from app.followups.queries import FollowupLine
from app.kit import lease
from app.kit.clock import to_town
from app.kit.i18n import N_
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.meetings.rules import receipt_due_on, when
from app.minutes import queries as minutes
from app.notifications import queries as notifications
from app.notifications.models import Notice
from app.participants import queries as participants
from app.planning import queries as planning
from app.reviews import queries as reviews
from app.scans import queries as scans
from app.secondments.rules import Reader as PostingReader
from app.signing import queries as signatures
from app.tellings import queries as tellings
from app.topics import queries as topics
from app.waitlists import queries as waitlists
from app.whereabouts import queries as whereabouts

CLERKLY = frozenset({Role.CLERK, Role.OFFICE_HEAD})
LEADING = CLERKLY | {Role.SECRETARY, Role.ORGANISER}
KEYS, MEETINGS, TOPICS, MINUTES = N_("各方确认"), N_("联席会议"), N_("议题"), N_("会议纪要")
PAPERS = N_("公文签署")
LOGS, POSTINGS = N_("交流日志"), N_("互派挂职")
OF_POSTING = {
    "filings.show": ("/filings", N_("登记报备")),
    "handovers.show": ("/handover", N_("办理交接")),
    "appraisals.show": ("/appraisal", N_("填写考核鉴定")),
    "secondments.show": ("", N_("作出保密与廉洁承诺")),
}
SERVICES, SIGN_UPS = N_("好差评"), N_("服务报名")
HANDLERS = frozenset({Role.WORKER, Role.SECONDEE, *CLERKLY})
FOLLOWUPS, BOOKINGS, NOTICES = N_("议定事项落实"), N_("场地预约"), N_("通知")


@dataclass(frozen=True)
class Reader:
    """Whose page it is, by value: the guards' SignedIn has more."""

    person_id: UUID
    town_id: UUID
    roles: frozenset[Role]
    partnership_ids: frozenset[UUID]
    name: str = ""


@dataclass(frozen=True)
class NextMeeting:
    id: UUID
    name: str
    when: str
    place: str
    host: str
    is_uncertain: bool


@dataclass(frozen=True)
class Home:
    tasks: list[Task]
    requests: list[Line]
    meetings: list[NextMeeting]
    notices: list[Notice]


def home_of(session: Session, reader: Reader, *, now: datetime) -> Home:
    return Home(
        tasks=in_order(_tasks(session, reader, now)),
        requests=_requests(session, reader, now),
        meetings=_next_meetings(session, reader, now),
        notices=list(notifications.unread(session, reader.person_id))[:5],
    )


def _tasks(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    today = to_town(now).date()
    yield from _keys(session, reader, now)
    yield from _of_papers(session, reader, now)
    yield from _of_meetings(session, reader, now)
    yield from _of_followups(session, reader, today)
    yield from _of_waitlists(session, reader, now)
    yield from _of_logs(session, reader, now)
    yield from _of_postings(session, reader, now)
    yield from _of_feedback(session, reader, now)
    yield from _of_residents(session, reader, now)
    yield from _of_mails(session, reader)


def _of_feedback(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """Low marks without an answer: of one's own units, for those who lead of the whole town."""
    units = frozenset(a.unit_id for a in accounts.roles_at(session, reader.person_id, now) if a.unit_id)
    leads = not LEADING.isdisjoint(reader.roles)
    for line in opinions.waiting_lines(session, reader.town_id, units, leads=leads):
        due_on = line.opinion.due_on
        late = bool(due_on and due_on < to_town(now).date())
        yield Task(SERVICES, line.service, f"/feedback/{line.opinion.id}", line.unit, due_on, late, N_("答复低分评价"))


def _of_residents(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """Residents have no account: what changed, and what is held for them, is said on the telephone."""
    if not HANDLERS.isdisjoint(reader.roles) and (
        number := tellings.count_for(session, reader.town_id, reader.person_id, now=now)
    ):
        yield Task(SIGN_UPS, f"{number}位居民要电话告知", "/tellings", deed=N_("打电话告知"))


def _of_meetings(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """From the date to the minutes: the clerks', and the secretary's topics."""
    for line in planning.waiting_for(session, reader.town_id, reader.roles, now=now):
        yield Task(MEETINGS, line.title, line.url, line.text, line.due_on, line.tone == "bad")
    if Role.SECRETARY in reader.roles:
        for draft in topics.waiting_for_secretary(session, reader.town_id):
            yield Task(TOPICS, draft.title, f"/topics/drafts/{draft.id}", deed=N_("审定议题"))
    if not CLERKLY.isdisjoint(reader.roles):
        yield from _receipts(session, reader, now)
        yield from _minutes(session, reader, to_town(now).date())


def _minutes(session: Session, reader: Reader, today: date) -> Iterator[Task]:
    """Minutes that the reader's town has to write, as the host."""
    for partnership_id in sorted(reader.partnership_ids):
        for meeting in minutes.unwritten(session, partnership_id):
            if meeting.host_id == reader.town_id:
                due_on = drafts.due_on(session, meeting)
                url, late = f"/minutes/{meeting.id}", due_on < today
                yield Task(MINUTES, meeting.title, url, "", due_on, late, N_("起草纪要"))


def _of_followups(session: Session, reader: Reader, today: date) -> Iterator[Task]:
    """The town's own for those who lead or keep its papers; for others only those that name them."""
    if not (CLERKLY | {Role.SECRETARY}).isdisjoint(reader.roles):
        for line in followups.waiting_for(session, reader.town_id, today=today):
            yield _followup(line, N_("请核实对方上报的落实情况"))
    leads = not LEADING.isdisjoint(reader.roles)
    for line in followups.of_town(session, reader.town_id, today=today):
        if leads or (reader.name and reader.name in line.who):
            yield _followup(line, line.who)


def _requests(session: Session, reader: Reader, now: datetime) -> list[Line]:
    """What waits for the reader's yes or no, answered right here."""
    roles = accounts.roles_at(session, reader.person_id, now)
    return spaces.requests_for(session, reader.town_id, roles, now=now)


def _of_waitlists(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """What is held for the reader, and until when."""
    for wish in waitlists.offers_for(session, reader.town_id, reader.person_id, now=now):
        held, until = wish.held, wish.holds_until
        if held and until:
            text = f"{wish.venue_name}　{when(held.starts_at, held.ends_at)}　保留到{to_town(until):%H:%M}"
            due_on = to_town(until).date()
            yield Task(BOOKINGS, wish.title, f"/spaces/bookings/{wish.id}", text, due_on, deed=N_("接受候补保留"))


def _of_postings(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """Reports, assessments and hand-overs that somebody owes to a posting."""
    asking = PostingReader(reader.person_id, reader.town_id, reader.roles)
    owed = {(line.posting.id, gap.endpoint): line for line, gap in whereabouts.waiting_for(session, asking, now)}
    for (_, endpoint), line in owed.items():
        part, deed = OF_POSTING[endpoint]
        yield Task(POSTINGS, line.facts.person, f"/secondments/{line.posting.id}{part}", line.facts.place, deed=deed)


def _of_logs(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """The secondee's week, and what the mentors have not read or rated."""
    asking = PostingReader(reader.person_id, reader.town_id, reader.roles)
    for one in reviews.waiting_for(session, asking, now=now):
        yield Task(LOGS, one.title, one.url, one.text)


def _of_mails(session: Session, reader: Reader) -> Iterator[Task]:
    """Mails that were given up: somebody must tell these people some other way."""
    if not CLERKLY.isdisjoint(reader.roles) and (lost := notifications.undelivered(session, reader.town_id)):
        yield Task(NOTICES, f"{len(lost)}封邮件未能送达，请另行告知", "/notices/undelivered")


def _keys(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    waiting = consents.pending_for(
        session, person_id=reader.person_id, town_id=reader.town_id, roles=reader.roles, now=now
    )
    for one in waiting:
        yield Task(KEYS, one.title, one.url, deed=one.label)


def _of_papers(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """What others have signed and the own town has not, and scans that wait for its word."""
    if reader.roles.isdisjoint(LEADING):
        return
    signer = Signatory(reader.person_id, reader.town_id, reader.roles)
    for document in signatures.waiting_for(session, signer, now):
        yield Task(PAPERS, document.title, f"/documents/{document.id}/signing", document.number, deed=N_("电子签署"))
    for document in scans.waiting_for(session, signer, now):
        yield Task(PAPERS, document.title, f"/documents/{document.id}/scans", document.number, deed=N_("核对扫描件"))


def _receipts(session: Session, reader: Reader, now: datetime) -> Iterator[Task]:
    """A convened meeting for which the reader's town has named nobody yet."""
    for meeting in meetings.upcoming(session, reader.partnership_ids, now=now):
        if meeting.state is MeetingState.CONVENED and not participants.of_meeting(
            session, meeting.id, town_id=reader.town_id
        ):
            url = f"/meetings/{meeting.id}/receipt"
            due_on = receipt_due_on(meeting)
            late = due_on < to_town(now).date()
            yield Task(MEETINGS, meeting.title, url, _when(meeting), due_on, late, N_("填报参会人员"))


def _followup(line: FollowupLine, text: str) -> Task:
    return Task(FOLLOWUPS, line.text, f"/followups/{line.id}", text, line.due_on, line.is_overdue)


def _next_meetings(session: Session, reader: Reader, now: datetime) -> list[NextMeeting]:
    """The next meeting of each partnership."""
    found = (meetings.find_next(session, one, now=now) for one in sorted(reader.partnership_ids))
    coming = sorted((m for m in found if m), key=lambda m: m.starts_at)
    lines = {line.id: line for line in meetings.lines(session, coming)}
    return [
        NextMeeting(m.id, meetings.name_of(session, m), _when(m), m.place, lines[m.id].host, m.uncertain)
        for m in coming
    ]


def _when(meeting: Meeting) -> str:
    return when(meeting.starts_at, meeting.ends_at)


def jobs(session: Session) -> list[JobLine]:
    """The timetable with each job's last run; a job that is in the code but unknown here has not run yet."""
    runs = lease.last_runs(session)
    lines = []
    for row in lease.timetable(session):
        run = runs.get(row.job)
        last_at, done, error = (run.finished_at or run.started_at, run.done, run.error) if run else (None, 0, "")
        name = JOB_NAMES.get(row.job, row.job)
        lines.append(JobLine(name, row.every_seconds, row.next_due_at, last_at, done, error))
    return lines


def due_days(tasks: list[Task], today: date) -> int:
    """How many tasks are due today or overdue."""
    return sum(1 for task in tasks if task.is_overdue or task.due_on == today)
