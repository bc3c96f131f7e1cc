"""What is said when a session changes. Pure; the sentences are read out on the telephone."""

from collections.abc import Sequence


def change_in_words(
    title: str, before: tuple[str, str], after: tuple[str, str], reason: str, chances: Sequence[str] = ()
) -> str:
    """What it was and what it is: time, place or both; what else there is for whom it suits no more."""
    when, place = before
    told = [f"{title}有变动"]
    if after[0] != when:
        told.append(f"时间由{when}改为{after[0]}")
    if after[1] != place:
        told.append(f"地点由{place or '原定地点'}改为{after[1] or '另行通知'}")
    because = f"原因：{reason}。" if reason else ""
    instead = f"可以改报：{'；'.join(chances)}；都不合适的，" if chances else ""
    return f"{'，'.join(told)}。{because}不能参加的，{instead}请告知取消。"


def chances_in_words(chances: Sequence[str]) -> str:
    return f"可以改报：{'；'.join(chances)}。" if chances else "暂时没有其他场次可报，排出后可再报名。"
