"""Which numbers an agreement needs, and what its last key switches on. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.agreements.models import Agreement, AgreementState
from app.contracts.models import Facts
from app.documents.models import NumberDraft, PartyNumber
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.precedents.models import Relation
from app.towns.models import BasisDraft, Organ
from app.validity.rules import switched

AGREEMENTS = "协"  # D委协〔2026〕3号: the register of agreements beside the one of documents


class CountedHere(Refusal):
    message = N_("%(organ)s的编号由系统自动取，不需要登记")


class NotYet(Refusal):
    message = N_("协议还没有提请签发，提请后再登记编号")


class AlreadyIssued(Refusal):
    message = N_("协议已经编号印发（%(number)s），编号不能再改")


class NumberGiven(Refusal):
    message = N_("编号“%(number)s”已登记给本镇的另一份协议，请核对后另取号")


class NotTheRightYear(Refusal):
    message = N_("编号“%(number)s”的年份与成文日期（%(year)s年）不一致，请重新取号登记")


@dataclass(frozen=True)
class Slot:
    """Where one town's number comes from, as the page shows it."""

    town_id: UUID
    town: str
    organ: str
    is_counted: bool
    """系统编号: taken in the act of issuing."""
    is_needed: bool
    """Without it the agreement cannot be issued."""
    given: str

    @property
    def is_missing(self) -> bool:
        return self.is_needed and not self.is_counted and not self.given


def slots(
    organs: Sequence[Organ], names: Mapping[UUID, str], given: Mapping[UUID, str], *, is_joint: bool
) -> tuple[Slot, ...]:
    """In the order of the signatures. Of 联合行文 only the 主办机关's number is printed, so only that is needed."""
    return tuple(
        Slot(
            town_id=organ.town_id,
            town=names[organ.town_id],
            organ=organ.full_name,
            is_counted=organ.own_numbers,
            is_needed=place == 0 or not is_joint,
            given=given.get(organ.town_id, ""),
        )
        for place, organ in enumerate(organs)
    )


def check_giving(agreement: Agreement, slot: Slot, issued: str) -> None:
    """May this town enter a number now? Before the issue its own one may still be changed."""
    if agreement.state not in (AgreementState.SIGNING, AgreementState.CONCLUDED):
        raise NotYet
    if slot.is_counted:
        raise CountedHere(organ=slot.organ)
    if issued and (slot.is_needed or slot.given):
        raise AlreadyIssued(number=issued)


def party_numbers(organs: Sequence[Organ], given: Mapping[UUID, str], *, is_joint: bool) -> list[PartyNumber]:
    """What the issue takes from each register; an organ that signs along and has no number yet enters it later."""
    suffix = "" if is_joint else AGREEMENTS
    return [
        PartyNumber(
            town_id=organ.town_id,
            number=NumberDraft(series=f"{organ.code}{suffix}", entered=given.get(organ.town_id, "")),
        )
        for place, organ in enumerate(organs)
        if place == 0 or not is_joint or organ.own_numbers or given.get(organ.town_id)
    ]


def copies(facts: Facts | None, parties: int) -> int:
    """印数: what the article on copies says, else two for each party."""
    return facts.copies if facts and facts.copies else 2 * parties


def bases(agreement: Agreement, facts: Facts | None, paper: str, towns: Sequence[UUID]) -> list[BasisDraft]:
    """What the agreement allows these towns to share, for the days of its term."""
    if facts is None or facts.from_on is None or agreement.relation is Relation.TERMINATION:
        return []
    return [
        BasisDraft(
            partnership_id=agreement.partnership_id,
            kind=switch.value,
            valid_from=facts.from_on,
            valid_until=facts.until_on,
            document=paper,
            subject=agreement.subject,
            town_ids=[str(town_id) for town_id in towns],
        )
        for switch in switched(facts.switches)
    ]


def last_day_before(first: date) -> date:
    """Ended from `first` on: the last day on which the earlier agreement holds."""
    return first - timedelta(days=1)


def paper(title: str, number: str = "") -> str:
    """《…协议》（D委协〔2026〕3号）, short enough for a column."""
    named = f"《{title}》"
    return f"{named}（{number}）" if number and len(named) + len(number) <= 118 else named[:120]
