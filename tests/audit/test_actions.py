import sqlalchemy as sa
from sqlmodel import select

from app.audit import actions, queries
from app.audit.models import AuditEntry, AuditHead
from app.kit.actor import Actor

KEY = "of-this-test-only"


def note(session, person, deed="spaces.book", **detail):
    actions.record(session, Actor(person.id, person.town_id), deed, "booking:1", **detail)


def test_a_deed_is_chained_when_its_transaction_commits(session, cast):
    note(session, cast.shen, minutes=15)
    assert session.exec(select(AuditEntry)).all() == []
    session.commit()
    note(session, cast.ma)
    session.commit()

    report = queries.verify(session, cast.dong.id, KEY)
    assert (report.entries, report.broken) == (2, None)
    assert [e.detail for e in queries.history_of(session, "booking:1")] == [{"minutes": 15}, {}]


def test_what_was_rolled_back_was_not_done(session, cast):
    note(session, cast.shen)
    session.rollback()
    session.commit()
    with session.begin_nested() as savepoint:
        note(session, cast.shen)
        savepoint.rollback()
    session.commit()

    assert queries.verify(session, cast.dong.id, KEY).entries == 0


def test_each_town_has_its_own_chain_and_reads_no_other(session, reaching, cast):
    note(session, cast.shen)
    note(session, cast.xu)
    session.commit()

    assert [e.actor_id for e in queries.latest(session, cast.dong.id)] == [cast.shen.id]
    assert queries.latest(session, cast.qi.id) == []
    there = reaching(cast.qi)
    assert [e.actor_id for e in queries.latest(there, cast.qi.id)] == [cast.xu.id]


def test_an_edited_entry_is_found(session, cast, owner):
    for minutes in (15, 30, 45):
        note(session, cast.shen, minutes=minutes)
    session.commit()
    tamper(owner, sa.update(AuditEntry).where(sa.column("seq") == 2).values(deed="spaces.cancel"))

    assert queries.verify(session, cast.dong.id, KEY).broken.seq == 2


def test_a_cut_end_is_found(session, cast, owner):
    for _ in range(3):
        note(session, cast.shen)
    session.commit()
    tamper(owner, sa.delete(AuditEntry).where(sa.column("seq") == 3))

    broken = queries.verify(session, cast.dong.id, KEY).broken
    assert (broken.seq, broken.reason) == (3, "cut")


def test_nobody_edits_or_deletes_an_entry_by_plain_sql(session, cast, raw):
    note(session, cast.shen)
    session.commit()

    assert raw(sa.text("UPDATE audit_entry SET deed = 'x'"), cast.dong) is False
    assert raw(sa.text("DELETE FROM audit_entry"), cast.dong) is False
    assert queries.verify(session, cast.dong.id, KEY).entries == 1


def test_the_head_names_the_last_entry(session, cast):
    note(session, cast.shen)
    session.commit()
    head = session.get(AuditHead, cast.dong.id)
    assert (head.seq, head.mac) == (1, queries.latest(session, cast.dong.id)[0].mac)


def tamper(owner, statement):
    """What somebody with the database's superuser password could do: switch the triggers off first."""
    with owner.begin() as connection:
        if owner.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            for name in (
                connection.exec_driver_sql(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
                )
                .scalars()
                .all()
            ):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.execute(statement)
