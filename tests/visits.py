"""Sign-ups as they stand in the database, for the tests of what only counts or marks them. A conftest imports it."""

from collections.abc import Callable
from itertools import count

import pytest
from rooms import MONDAY
from sqlmodel import select

from app.grounds.models import NoticeText
from app.residents.models import Resident
from app.sessions.models import ServiceSession
from app.signups.models import How, SignUp, SignUpState, SlipDoor

LETTERS = "ABCDEFGH"


@pytest.fixture
def visit(acting, cast) -> Callable[..., SignUp]:
    """Add somebody of a home town to a session, as it is afterwards: ticked, unless something else is said."""
    numbers = count(1)

    def add(
        occasion: ServiceSession, home=None, state: SignUpState = SignUpState.ATTENDED, person: str = "", digits="1234"
    ) -> SignUp:
        home, number = home or cast.dong, next(numbers)
        person = person or f"person{number}"
        with acting(cast.qi if occasion.town_id == cast.qi.id else cast.dong) as session:
            notice = session.exec(select(NoticeText)).first() or NoticeText(
                text_hash="0" * 64, version="1", content={}, first_shown_at=MONDAY
            )
            session.add(notice)
            session.flush()
            made = SignUp(
                session_id=occasion.id,
                service_id=occasion.service_id,
                starts_at=occasion.starts_at,
                provider_town_id=occasion.town_id,
                home_town_id=home.id,
                person_key=person,
                state=state,
                code=f"TEST{number:04}",
                made_at=MONDAY,
                holds_until=occasion.starts_at,
                notice_id=notice.id,
                told_how=How.SPOKEN,
            )
            session.add(made)
            session.flush()
            session.add(SlipDoor(lock=f"{number:064}", sign_up_id=made.id, home_town_id=home.id))
            known = select(Resident).where(Resident.town_id == occasion.town_id, Resident.person_key == person)
            if session.exec(known).first() is None:
                session.add(
                    Resident(
                        town_id=occasion.town_id,
                        name=f"王{LETTERS[number % 8]}",
                        phone=f"1380000{digits}",
                        phone_last4=digits,
                        home_town_id=home.id,
                        person_key=person,
                        made_at=MONDAY,
                    )
                )
        return made

    return add
