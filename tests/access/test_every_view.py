"""What holds for every address there is: a mark, a token on each form, the headers, no secrets in errors."""

import pytest
from world import VALUES

from app import create_app
from app.accounts.models import Role
from app.kit import web

ROLES = {*map(str, Role), web.ANYONE, web.SIGNED_IN}


@pytest.fixture
def paths(app):
    """One address per rule, with ids that name nothing."""
    nothing = {"code": "ABCD2345", "secret": "x", "token": "x", **VALUES}
    with app.test_request_context():
        return [
            (rule, rule.build({a: nothing.get(a, "0" * 8 + "-0000-4000-8000-" + "0" * 12) for a in rule.arguments})[1])
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static"
        ]


def test_every_view_says_who_may_call_it(app):
    views = {e: getattr(v, "allowed", None) for e, v in app.view_functions.items() if e != "static"}
    assert [endpoint for endpoint, allowed in views.items() if not allowed] == []
    assert {word for allowed in views.values() for word in allowed} <= ROLES


def test_an_auditor_writes_nothing_but_about_himself(app):
    own = {"accounts", "notifications", "preferences", "subscriptions"}
    open_to_auditors = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and app.view_functions[rule.endpoint].allowed & {web.SIGNED_IN, str(Role.AUDITOR)}
    }
    assert {e for e in open_to_auditors if e.partition(".")[0] not in own} == set()


def test_a_view_without_a_mark_is_closed_to_everybody(own_app, app, cast, sign_in, client):
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert client.get("/forgotten").status_code == 302
    sign_in(cast.shen)
    assert client.get("/forgotten").status_code == 403


def test_every_post_without_a_token_is_refused(client, paths, app):
    app.config["WTF_CSRF_ENABLED"] = True
    posts = [path for rule, path in paths if "POST" in rule.methods]
    assert {path: code for path in posts if (code := client.post(path).status_code) != 400} == {}
    assert len(posts) > 30


def test_every_answer_carries_the_headers(client, paths):
    for _rule, path in [*paths, (None, "/nothing-here"), (None, "/static/linqiao.css")]:
        with client.get(path) as answer:
            check_headers(path, answer)


def check_headers(path, answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy, path
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    if not path.startswith("/static/"):
        assert "no-store" in answer.headers["Cache-Control"], path


def test_no_address_shows_an_error_to_the_unknown(client, paths):
    for rule, path in paths:
        for method in rule.methods & {"GET", "POST"}:
            assert client.open(path, method=method).status_code < 500, path


def test_the_nonce_is_new_for_each_answer(client):
    policies = {client.get("/sign-in").headers["Content-Security-Policy"] for _ in range(2)}
    assert len(policies) == 2


def test_a_failure_shows_a_number_and_no_word_of_what_happened(own_app, app, client):
    def broken():
        raise RuntimeError("password=hunter2 at /var/lib")

    broken.allowed = frozenset({web.ANYONE})
    app.add_url_rule("/broken", "broken", broken)
    app.testing = False
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "编号：" in answer.text
    assert "hunter2" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_host_name_is_refused(client):
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_fits_the_public_address(config, scheme):
    config.PUBLIC_URL = f"{scheme}://linqiao.example.org"
    config.SESSION_COOKIE_SECURE = scheme == "https"
    config.SESSION_COOKIE_NAME = "__Host-linqiao" if scheme == "https" else "linqiao"
    config.TRUSTED_HOSTS = ["linqiao.example.org"]
    app = create_app(config)
    answer = app.test_client().get("/sign-in", base_url=config.PUBLIC_URL)
    cookie = answer.headers["Set-Cookie"]
    app.extensions["engine"].dispose()
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain=" not in cookie
    if scheme == "https":
        assert cookie.startswith("__Host-linqiao=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    else:
        assert "Secure" not in cookie
        assert "Strict-Transport-Security" not in answer.headers
