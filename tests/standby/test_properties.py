"""Whatever people do in whatever order: places are never oversold, nobody is there twice, the queue keeps its order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select
from townsfolk import wish

from app.enrolment import actions
from app.kit.errors import Refusal
from app.sessions import queries as sessions
from app.signups.models import LIVE, TAKING, SignUp
from app.standby import actions as standby

NAMES = ("赵大明", "钱大明", "孙大明", "李大明", "周大明")
DEEDS = st.tuples(st.sampled_from(("sign", "wait", "cancel", "accept", "clock")), st.integers(0, len(NAMES) - 1))


@pytest.mark.usefixtures("ground")
def test_places_and_people_add_up_after_any_deeds(dong, cast, service, occasion, now):
    of, made = service(), iter(range(10_000))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(DEEDS, max_size=14))
    def play(deeds):
        one = occasion(of, places=2, label=f"第{next(made)}场")
        at, actor = now, cast.actor(cast.lao_chen)
        for deed, who in deeds:
            at += timedelta(minutes=50)
            try:
                with dong.begin_nested():
                    _do(dong, cast, one.id, deed, who, actor, at)
            except Refusal:
                pass
            found = dong.exec(select(SignUp).where(SignUp.session_id == one.id)).all()
            assert sessions.get_public(dong, one.id)[0].taken == sum(s.state in TAKING for s in found) <= 2
            live = [s.person_key for s in found if s.state in LIVE]
            assert len(live) == len(set(live))
        dong.commit()

    play()


def _do(session, cast, occasion_id, deed, who, actor, at):
    draft = wish(cast.dong, NAMES[who], f"1380000{who:04}")
    mine = [s for s in session.exec(select(SignUp).where(SignUp.session_id == occasion_id)) if s.state in LIVE]
    if deed in ("sign", "wait"):
        actions.sign_up(session, occasion_id, draft, actor=actor, now=at, wait=deed == "wait")
    elif deed == "clock":
        standby.settle(session, occasion_id, now=at + timedelta(hours=2))
    elif mine:
        chosen = sorted(mine, key=lambda s: s.code)[who % len(mine)]
        (actions.cancel if deed == "cancel" else actions.accept)(session, chosen.id, actor=actor, now=at)
