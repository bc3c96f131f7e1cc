"""Everything that speaks against a wish for a venue, rule by rule. Pure: the ground and the time come in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from app.availability import rules as availability
from app.availability.queries import Openness
from app.availability.rules import Exemption, Terms
from app.bookings.models import Booking, BookingDraft, OccurrenceDraft, Span, Use
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.policies.models import Sharing
from app.policies.queries import Held
from app.quotas.rules import Need, month_of
from app.venues.models import Venue


class LectureUntold(Refusal):
    message = N_("讲座须由场地所在镇审核内容，请写明主讲人和内容提要")


@dataclass(frozen=True)
class Ground:
    """What the rules ask of one venue, for one town, over some days."""

    venue: Venue
    numbers: tuple[int, ...]
    held: Held | None  # None: the town's own venue
    terms: Terms
    open_at: Openness
    is_closed: bool = False

    def on_terms(self, terms: Terms) -> "Ground":
        return replace(self, terms=terms)

    def need(self, booking: Booking, span: Span) -> Need | None:
        """What a booking takes of the town's quota: nothing at home, for a joint meeting, or where it was set aside."""
        if self.held is None or booking.is_joint or Exemption.QUOTA in booking.exemptions:
            return None
        return Need(
            venue_id=self.held.venue_id,
            town_id=booking.town_id,
            owner_town_id=self.venue.town_id,
            month=month_of(span.starts_at),
            minutes=span.minutes,
            quota=self.held.rule.quota,
        )


def ground_of(
    venue: Venue, numbers: tuple[int, ...], held: Held | None, open_at: Openness, *, is_joint: bool
) -> Ground:
    """A venue that is closed to the town is a ground too: what was booked before can still be shortened or edited."""
    rule = held.rule if held else None
    if rule and rule.sharing is Sharing.NONE:
        opened = availability.terms_for(replace(rule, sharing=Sharing.ON_REQUEST), is_joint=is_joint)
        return Ground(venue, numbers, held, opened, open_at, is_closed=True)
    return Ground(venue, numbers, held, availability.terms_for(rule, is_joint=is_joint), open_at)


def terms_of(ground: Ground, draft: BookingDraft, *, missed: int, exempt: Collection[Exemption] = ()) -> Terms:
    """The venue's terms for this wish: who often did not come asks first, a lecture across the border always."""
    terms = availability.after_no_shows(ground.terms, missed)
    if draft.use is Use.LECTURE and ground.held is not None:
        terms = replace(terms, at_once=False)
    if isinstance(draft, OccurrenceDraft) and draft.series_on and ground.held is None:
        terms = replace(terms, horizon=availability.FARTHEST)  # at home a series is planned for the whole year
    return availability.set_aside(terms, exempt)


def against(ground: Ground, draft: BookingDraft, span: Span, now: datetime) -> Iterator[Refusal]:
    """Every rule against the wish on this ground; claims and quota speak for themselves."""
    if ground.venue.is_retired:
        yield availability.NoLongerOffered()
    if ground.is_closed:
        yield availability.NotShared()
    try:
        availability.check_span(span)
    except Refusal as refusal:
        yield refusal
        return  # what is no span cannot be measured
    yield from availability.against_terms(span, ground.terms, now)
    venue, day = ground.venue, span.day
    hours, why = ground.open_at.hours(venue, day), ground.open_at.why(venue, day)
    yield from availability.against_place(span, heads=draft.heads, seats=venue.seats, hours=hours, why=why)
    yield from _untold(ground, draft)


def against_words(ground: Ground, draft: BookingDraft) -> Iterator[Refusal]:
    """What is said of a booking, without its time."""
    if draft.heads > ground.venue.seats:
        yield availability.TooManyPeople(heads=draft.heads, seats=ground.venue.seats)
    yield from _untold(ground, draft)


def _untold(ground: Ground, draft: BookingDraft) -> Iterator[Refusal]:
    if draft.use is Use.LECTURE and ground.held is not None and not (draft.speaker.strip() and draft.outline.strip()):
        yield LectureUntold()
