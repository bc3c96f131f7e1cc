"""Invented residents of both towns, by community. Phones begin with 199 0000: nobody has them."""

from itertools import product

from app.demo.stage import Stage
from app.residents.models import ResidentDraft

COMMUNITIES = {
    "D": ("长江新村社区党群服务中心", "江口村党群服务中心", "永隆新村社区党群服务中心"),
    "Q": ("兴隆社区党群服务中心", "启隆村党群服务中心"),
}
SURNAMES = {"D": "陈陆施黄张顾沈倪徐朱杨宋", "Q": "钱袁蔡龚汤郁季茅俞彭"}
GIVEN = ("桂英", "秀兰", "玉珍", "德明", "国强", "阿妹", "志良", "建中", "惠芳", "银娣", "永康", "根宝")
OF_TOWN = {"D": 90, "Q": 60}


def drafts(stage: Stage, key: str) -> list[ResidentDraft]:
    """The residents of a town who go to services, always the same."""
    town, units = stage.towns[key], [stage.units[name] for name in COMMUNITIES[key]]
    names = [surname + given for given, surname in product(GIVEN, SURNAMES[key])][: OF_TOWN[key]]
    first = 1000 if key == "D" else 5000
    return [
        ResidentDraft(
            name=name,
            phone=f"1990000{first + 37 * n % 3989:04}",
            home_town_id=town.id,
            community_id=units[n % len(units)].id,
        )
        for n, name in enumerate(names)
    ]
