"""What allows two towns to share: between whom, from when until when."""

from datetime import date

from cast import Cast
from sqlmodel import Session

from app.kit.actor import Actor
from app.towns import actions, queries
from app.towns.models import BasisDraft, BasisKind

FIRST, LAST = date(2026, 3, 1), date(2027, 2, 28)


def write(session: Session, cast: Cast, **more: object) -> None:
    draft = {"partnership_id": cast.pair.id, "kind": BasisKind.PERSONAL_DATA, "valid_from": FIRST, "valid_until": LAST}
    actions.write_basis(session, BasisDraft(**draft | more), actor=Actor.system(cast.dong.id))


def found(session: Session, cast: Cast, on: date, kind: str = "personal_data") -> bool:
    return queries.basis_between(session, kind, cast.dong.id, cast.qi.id, on=on) is not None


def test_a_basis_holds_on_its_first_and_on_its_last_day(session: Session, cast: Cast) -> None:
    write(session, cast)
    days = (date(2026, 2, 28), FIRST, LAST, date(2027, 3, 1))
    assert [found(session, cast, day) for day in days] == [False, True, True, False]
    assert not found(session, cast, FIRST, kind="venues")


def test_a_basis_binds_the_towns_that_it_names(session: Session, cast: Cast) -> None:
    write(session, cast, town_ids=[str(cast.dong.id), str(cast.wai.id)])
    assert not found(session, cast, FIRST)
    write(session, cast, town_ids=[str(cast.qi.id), str(cast.dong.id)])
    assert found(session, cast, FIRST)


def test_of_several_the_one_that_lasts_longest_is_named(session: Session, cast: Cast) -> None:
    write(session, cast, document="第一份")
    write(session, cast, valid_until=None, document="第二份")
    basis = queries.basis_between(session, "personal_data", cast.dong.id, cast.qi.id, on=FIRST)
    assert basis
    assert basis.document == "第二份"


def test_what_a_paper_wrote_ends_with_it_and_the_rest_stays(session: Session, cast: Cast) -> None:
    write(session, cast, subject="agreement:1")
    write(session, cast, kind="venues")
    ended = actions.end_bases(session, "agreement:1", on=date(2026, 6, 30), actor=Actor.system(cast.dong.id))
    assert ended == 1
    assert not found(session, cast, date(2026, 7, 1))
    assert found(session, cast, date(2026, 7, 1), kind="venues")
    assert actions.end_bases(session, "agreement:1", on=date(2026, 9, 1), actor=Actor.system(cast.dong.id)) == 0


def test_a_stranger_sees_no_basis(session: Session, cast: Cast, reaching) -> None:
    write(session, cast)
    session.commit()
    assert queries.bases_of(reaching(cast.wai), cast.pair.id) == []
    assert len(queries.bases_of(reaching(cast.qi), cast.pair.id, kind="personal_data")) == 1
