from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import gateways, rules
from app.accounts.models import Role

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WORDS = ("malin", "马琳", "D镇", "linqiao")
LIMITS = rules.Limits(failures=5, address_failures=60, window=timedelta(minutes=15))


@pytest.mark.parametrize(
    ("password", "policy", "refusal"),
    [
        ("Short-1", "asvs", rules.PasswordTooShort),
        ("Ab3-efg-hi", "asvs", rules.PasswordTooShort),
        ("password123456", "asvs", rules.PasswordTooCommon),
        ("aaaaaaaaaaaaaaaa", "asvs", rules.PasswordTooCommon),
        ("malin-walks-far-2031", "asvs", rules.PasswordNamesYou),
        ("在D镇走得很远很远很远啊", "asvs", rules.PasswordNamesYou),
        ("x" * 129, "asvs", rules.PasswordTooLong),
        ("onlysmallletters", "dengbao", rules.PasswordTooPlain),
        ("Qwerty12345", "dengbao", rules.PasswordTooCommon),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, policy, refusal):
    with pytest.raises(refusal):
        rules.check_password(password, policy=policy, words=WORDS, score=gateways.score(password, WORDS))


@pytest.mark.parametrize(("password", "policy"), [("kettle-orbit-maple", "asvs"), ("Tin7-gra.S", "dengbao")])
def test_a_good_password_passes(password, policy):
    rules.check_password(password, policy=policy, words=WORDS, score=gateways.score(password, WORDS))


def test_five_failures_lock_an_account_and_sixty_an_address():
    rules.check_limits(4, 59, LIMITS)
    for by_login, by_address in [(5, 5), (0, 60)]:
        with pytest.raises(rules.LockedOut) as locked:
            rules.check_limits(by_login, by_address, LIMITS)
        assert "15分钟" in str(locked.value)


def test_only_dengbao_asks_for_a_new_password_every_ninety_days():
    assert rules.due_at("asvs", NOW) is None
    assert rules.due_at("dengbao", NOW) == NOW + timedelta(days=90)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 6.1; Win64) AppleWebKit/537.36 Chrome/86.0 Safari/537.36", "Windows 7 · Chrome"),
        ("Mozilla/5.0 (Linux; Android 12) Chrome/99 MicroMessenger/8.0", "安卓手机 · 微信"),
        ("", "其他设备 · 浏览器"),
    ],
)
def test_a_browser_is_called_as_its_owner_would(agent, name):
    assert rules.device_of(agent) == name


def test_every_role_has_a_name_on_screen():
    assert set(rules.ROLE_NAMES) == set(Role)


def test_a_hash_of_weaker_parameters_is_outdated():
    weak = "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21l$4J1wE1cJqA6n0rQ8oS1v0b0m1yq2v5mC5dC1h1x0aXo"
    assert gateways.is_outdated(weak)
    assert not gateways.is_password("anything", None)
