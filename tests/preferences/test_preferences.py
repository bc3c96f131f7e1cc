"""Anybody chooses language and 长辈版; the choice stays in this browser."""


def test_pages_are_chinese_until_english_is_chosen(client):
    assert '<html lang="zh-Hans"' in client.get("/preferences/").text
    answer = client.post("/preferences/language", data={"language": "en", "next": "/preferences/"})
    assert answer.status_code == 302
    assert answer.location == "/preferences/"
    assert '<html lang="en"' in client.get("/preferences/").text


def test_a_language_that_does_not_exist_changes_nothing(client):
    client.post("/preferences/language", data={"language": "tlh"})
    assert '<html lang="zh-Hans"' in client.get("/preferences/").text


def test_the_large_edition_is_switched_on_and_off(client):
    client.post("/preferences/large", data={"large": "1"})
    assert 'class="large"' in client.get("/preferences/").text
    client.post("/preferences/large", data={"large": ""})
    assert 'class="large"' not in client.get("/preferences/").text


def test_the_switches_never_lead_to_another_site(client):
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        assert client.post("/preferences/large", data={"next": elsewhere}).location == "/"


def test_the_choice_survives_signing_in(client, cast, sign_in):
    client.post("/preferences/large", data={"large": "1"})
    sign_in(cast.ma)
    assert 'class="large"' in client.get("/preferences/").text
