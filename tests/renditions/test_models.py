"""Further files are only added: the database refuses to change or delete one, whoever asks."""

import pytest
import sqlalchemy as sa
from cast import Cast
from marks import NOW, issued

from app.kit.db import transaction
from app.renditions import actions, queries, rules
from app.renditions.models import RenditionKind
from app.renditions.rules import Issuer, Place


def test_a_rendition_is_never_changed_nor_deleted(engine: sa.Engine, owner: sa.Engine, cast: Cast) -> None:
    import marks

    document = issued(engine, cast)
    with transaction(engine, marks.reach_of(cast), now=NOW) as session:
        held = queries.get_locked(session, document.id)
        kept = actions.keep(
            session, held, RenditionKind.SCANNED, b"%PDF-1", names=["甲"], actor=cast.actor(cast.ma), now=NOW
        )
        actions.publish(session, held, kept, now=NOW)
        with pytest.raises(rules.SameFile):
            actions.keep(session, held, RenditionKind.SCANNED, b"%PDF-1", names=[], actor=cast.actor(cast.ma), now=NOW)
    for table in ("rendition", "rendition_face"):
        for statement in (f"UPDATE {table} SET sha256 = 'x'", f"DELETE FROM {table}"):
            with owner.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="only added to"):
                connection.execute(sa.text(statement))


def test_printed_names_find_their_organs_however_they_are_written() -> None:
    from uuid import uuid4

    town, organ = uuid4(), uuid4()
    issuers = [Issuer(organ, town, "中共D镇委员会", "D镇党委")]
    found = rules.places(["中国共产党D镇委员会", "上海某某有限公司"], issuers)
    assert found == (Place(1, "中国共产党D镇委员会", town, organ), Place(2, "上海某某有限公司"))
    assert rules.get_place(found, 1, town).index == 1
    for index, reader in ((2, town), (1, uuid4())):
        with pytest.raises(rules.NotYourPlace):
            rules.get_place(found, index, reader)
    with pytest.raises(rules.NoSuchPlace):
        rules.get_place(found, 3, town)


def test_who_compares_a_scan() -> None:
    from uuid import uuid4

    one, other, third = uuid4(), uuid4(), uuid4()
    both = [Place(1, "甲", one), Place(2, "乙", other), Place(3, "公司")]
    assert rules.concerned(both, [one, other, third]) == (one, other)
    assert rules.concerned(both[:1], [one, other]) == (one, other)


def test_the_names_of_each_kind_of_document() -> None:
    assert rules.printed_names({"parties": [{"name": "甲"}]}, ["乙"]) == ("甲",)
    assert rules.printed_names({"signers": ["丙"]}, ["乙"]) == ("丙",)
    assert rules.printed_names({}, ["乙"]) == ("乙",)
