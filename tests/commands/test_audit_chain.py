import sqlalchemy as sa

from app.audit import actions


def verify(app):
    return app.test_cli_runner().invoke(args=["audit", "verify"])


def test_every_chain_is_verified(app, session, cast):
    actions.record(session, cast.actor(cast.ma), "spaces.book", "booking:1")
    session.commit()
    result = verify(app)
    assert result.exit_code == 0
    assert "D镇：1条，完整" in result.output
    assert "系统管理" in result.output


def test_a_head_that_does_not_fit_is_found(app, session, cast, owner):
    actions.record(session, cast.actor(cast.ma), "spaces.book", "booking:1")
    session.commit()
    with owner.begin() as connection:
        connection.execute(sa.text("UPDATE audit_head SET seq = 2"))
    result = verify(app)
    assert result.exit_code == 1
    assert "D镇：第2条起不完整（末尾被截断）" in result.output
