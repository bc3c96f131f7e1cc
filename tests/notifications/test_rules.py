from datetime import UTC, datetime, timedelta

from app.notifications import rules

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_a_title_cannot_break_out_of_its_line():
    assert rules.one_line("会议通知\r\nBcc: everybody@example.org\x00") == "会议通知 Bcc: everybody@example.org"
    assert "\u2028" not in rules.one_line("一\u2028二")


def test_a_text_keeps_its_line_breaks_only():
    assert rules.plain_text("时间：14:00\r\n地点：议事厅\x1b[31m") == "时间：14:00\n地点：议事厅[31m"


def test_the_pauses_between_attempts_grow_and_end():
    waits = [rules.next_attempt(n, NOW) for n in range(1, 8)]
    gaps = [w - NOW for w in waits if w]
    assert gaps == sorted(gaps)
    assert len(gaps) == 6
    assert waits[-1] is None


def test_a_mail_older_than_three_days_does_not_leave():
    assert not rules.is_too_old(NOW - timedelta(days=2), NOW)
    assert rules.is_too_old(NOW - timedelta(days=4), NOW)
