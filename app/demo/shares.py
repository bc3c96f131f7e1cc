"""Share policies of the demo: one narrowed by both keys, one widened at once, one that waits for keys today."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from app.consents.models import KeyDraft
from app.demo.keys import turn_all
from app.demo.stage import Stage
from app.kit import clock
from app.kit.actor import Actor
from app.policies import queries as policies
from app.policies.rules import Rule
from app.sharing import actions as sharing
from app.sharing.models import PolicyChange

THEATRE, CLASSROOM = "Q镇党群服务中心红梅礼堂", "D镇社区党群服务中心电教室"
DANCE_ROOM = "兴隆社区党群服务中心舞蹈室"
MORNING = ((8 * 60, 12 * 60),)
EVENING = ((18 * 60, 21 * 60),)


def plan(stage: Stage, today: date) -> None:
    """Put the changes on the stage's list, from a year ago until three days ago."""
    stage.later(clock.at(today - timedelta(days=360), "10:10"), lambda: _limit_the_theatre(stage))
    stage.later(clock.at(today - timedelta(days=150), "15:20"), lambda: _open_the_classroom_longer(stage))
    stage.later(clock.at(today - timedelta(days=3), "11:05"), lambda: _keep_evenings(stage))


def _limit_the_theatre(stage: Stage) -> None:
    """Narrower for D镇, so both towns turn their keys."""
    reason = "礼堂是两镇使用最多的场地，约定每月总时长，并保留周一上午供本镇集中学习。"
    change_id, consent_id = _change(stage, THEATRE, "D", reason, quota=40 * 60, own_first={1: MORNING})
    assert consent_id, "what is narrower asks for keys"  # noqa: S101  # a script's own order

    def turn(session: Session, key: KeyDraft, actor: Actor) -> object:
        return sharing.turn_key(session, session.get_one(PolicyChange, change_id), key, actor=actor, now=stage.now)

    turn_all(stage, consent_id, turn)


def _open_the_classroom_longer(stage: Stage) -> None:
    _change(stage, CLASSROOM, "Q", "方便Q镇提前安排培训。", horizon=90)


def _keep_evenings(stage: Stage) -> None:
    _change(stage, DANCE_ROOM, "D", "兴隆社区舞蹈队周五晚间固定排练。", own_first={5: EVENING})


def _change(stage: Stage, venue: str, borrower: str, reason: str, **what: object) -> tuple[UUID, UUID | None]:
    """The owner's clerk changes the rule for the other town."""
    place, town = stage.venues[venue], stage.towns[borrower]
    with stage.acting(stage.clerk_of(place.town_id)) as (session, actor):
        before: Rule = policies.rule_of(session, place, town.id).rule
        rule = replace(before, **what)  # type: ignore[arg-type]  # fields of the rule, by name
        change = sharing.change_rule(session, place, town.id, rule, reason=reason, actor=actor, now=stage.now)
        return change.id, change.consent_id
