"""The story's booking part: a room across the border, a race for the last slot, a waiting list that hands it on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

from app.availability import queries as availability
from app.availability.rules import span_in_words
from app.bookings import queries as bookings
from app.bookings import rules
from app.bookings.models import STATES, Booking, BookingDraft, BookingState, Span, Use
from app.calendar import queries as calendar
from app.demo.people import PHONES
from app.demo.stage import Stage
from app.demo.telling import NothingMade, Story
from app.kit import clock
from app.kit.errors import Refusal
from app.spaces import actions as spaces
from app.towns import queries as towns
from app.waitlists import actions as waitlists

HALL, DANCE_ROOM = "Q镇党群服务中心红梅礼堂", "兴隆社区党群服务中心舞蹈室"
RACERS = ("luyao", "qianxiaolong", "chenjianping", "yuanchong")


def play(story: Story) -> None:
    """Each step as the pages do it; the race is run by threads that begin at the same instant."""
    tomorrow = clock.to_town(story.stage.now).date() + timedelta(days=1)
    story.stage.pass_to(clock.at(tomorrow, "09:30"))
    day = _working_day(story.stage)
    _book_across(story, day)
    span = Span(clock.at(day, "09:00"), clock.at(day, "11:00"))
    winner, booking_id = _race(story, span)
    wish_id, waiter = _wait(story, span, winner)
    _hand_on(story, winner, booking_id, wish_id, waiter)


def _working_day(stage: Stage) -> date:
    """A working day some ten days from now: venues are closed on holidays."""
    first = clock.to_town(stage.now).date() + timedelta(days=10)
    with stage.looking("malin") as session:
        days = calendar.get_working_days(session, stage.partnership_id, first, first + timedelta(days=20))
    return next(day for n in range(20) if days.is_working_day(day := first + timedelta(days=n)))


def _draft(stage: Stage, login: str, venue: str, span: Span, title: str, team: str) -> BookingDraft:
    return BookingDraft(
        venue_id=stage.venues[venue].id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        title=title,
        use=Use.CULTURE,
        heads=24,
        contact_name=stage.people[login].name,
        contact_phone=PHONES[login],
        team=team,
    )


def _book_across(story: Story, day: date) -> None:
    """A worker of D镇 books Q镇's hall for a team; it is confirmed at once."""
    stage, span = story.stage, Span(clock.at(day, "14:00"), clock.at(day, "16:00"))
    draft = _draft(stage, "chenjianping", HALL, span, "合唱排练", "长江新村老年合唱团")
    with stage.acting("chenjianping") as (session, actor):
        booking = spaces.book(session, draft, actor=actor, now=stage.now)
        venue = bookings.venue_of(session, booking)
        text = rules.plain_text(booking, venue, towns.get_unit(session, venue.unit_id), span_in_words(span))
        state = STATES[booking.state]
    kept = story.keep("05-场地预约.txt", text.encode())
    story.tell(f"D镇社区工作者跨镇预约{venue.name}（{span_in_words(span)}），{state}：{kept}")


def _race(story: Story, span: Span) -> tuple[str, UUID]:
    """Four people of both towns press the button at the same instant: one has the room, three hear what is free."""
    stage, gate = story.stage, Barrier(len(RACERS))

    def press(login: str) -> UUID | None:
        draft = _draft(stage, login, DANCE_ROOM, span, "舞蹈排练", "")
        gate.wait(30)
        try:
            with stage.acting(login) as (session, actor):
                return spaces.book(session, draft, actor=actor, now=stage.now).id
        except Refusal:
            return None

    with ThreadPoolExecutor(len(RACERS)) as pool:
        made = dict(zip(RACERS, pool.map(press, RACERS), strict=True))
    won = [(login, booking_id) for login, booking_id in made.items() if booking_id]
    if len(won) != 1:
        raise NothingMade("同时抢约应恰有一人约上")
    login, booking_id = won[0]
    with stage.looking(login) as session:
        venue_id = stage.venues[DANCE_ROOM].id
        town_id = stage.people[login].town_id or venue_id
        offers = availability.alternatives(session, town_id, venue_id, span, now=stage.now, heads=24)
    told = "；".join(offer.words for offer in offers)
    name = stage.people[login].name
    story.tell(f"{len(RACERS)}人同时抢约{DANCE_ROOM}，只有{name}约上，其余收到可改用的：{told}")
    return login, booking_id


def _wait(story: Story, span: Span, winner: str) -> tuple[UUID, str]:
    """Somebody of the other town waits for the room."""
    stage = story.stage
    there = stage.people[winner].town_id
    waiter = next(login for login in RACERS if stage.people[login].town_id != there)
    with stage.acting(waiter) as (session, actor):
        draft = _draft(stage, waiter, DANCE_ROOM, span, "舞蹈排练", "")
        wish_id = waitlists.join(session, draft, actor=actor, now=stage.now).id
    story.tell(f"{stage.people[waiter].name}加入候补，排在第1位")
    return wish_id, waiter


def _hand_on(story: Story, winner: str, booking_id: UUID, wish_id: UUID, waiter: str) -> None:
    """The room is given back: in the same act it is held for who waits, and nobody else can take it."""
    stage = story.stage
    stage.now += timedelta(hours=1)
    with stage.acting(winner) as (session, actor):
        spaces.cancel(session, booking_id, reason="活动改期", actor=actor, now=stage.now)
    with stage.looking(waiter) as session:
        offered = session.get_one(Booking, wish_id)
        if offered.state is not BookingState.OFFERED or offered.lapses_at is None:
            raise NothingMade("空出的时段应为候补人保留")
        until = clock.wall_time(offered.lapses_at)
    stage.now += timedelta(minutes=20)
    with stage.acting(waiter) as (session, actor):
        taken = waitlists.accept(session, wish_id, actor=actor, now=stage.now)
        state = STATES[taken.state]
    story.tell(f"退订后该时段即为{stage.people[waiter].name}保留至{until}，20分钟后接受，{state}")
