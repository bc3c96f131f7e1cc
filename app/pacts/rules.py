"""The words of 互派挂职协议: two organs agree on two people, article by article. Pure: facts in, content out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.blocks.models import Annex, Table
from app.contracts.models import Agreement, Article, Item, Party
from app.kit.clock import chinese_date
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.secondments.rules import Facts


class NoOrgan(Refusal):
    message = N_("%(town)s还没有登记党委发文机关，请先在各镇信息中登记，再签发协议")


@dataclass(frozen=True)
class Sent:
    """One person as the agreement speaks of them."""

    facts: Facts
    goals: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Organ:
    """A party: the town's party committee, or the organ that signs for it."""

    full_name: str
    town: str


def compose(
    name: str, partnership: str, organs: Sequence[Organ], sent: Sequence[Sent], from_on: date, until_on: date
) -> Agreement:
    """`organs` and `sent` in the same order: the first sends the first, 甲方 is who began."""
    first, second = organs
    return Agreement(
        title=f"{first.town}、{second.town}互派挂职协议",
        parties=tuple(Party(name=organ.full_name) for organ in organs),
        preamble=(
            f"为深化{partnership}建设，互学社区服务经验，培养锻炼基层干部，经甲乙双方分别研究并协商一致，就{name}有关事项订立本协议。"
        ),
        articles=(
            Article(heading="派出人员", items=tuple(Item(text=_person(one)) for one in sent)),
            Article(
                heading="挂职期限",
                text=f"挂职期限自{chinese_date(from_on)}起至{chinese_date(until_on)}止。",
                key="期限",
            ),
            Article(
                heading="人员管理",
                text=(
                    "挂职不改变行政隶属关系，挂职人员的人事、工资、社会保险关系保留在派出单位。\n"
                    "挂职单位负责挂职人员的日常工作安排、考勤和请假；请假超过三天的，应当告知派出单位。\n"
                    "挂职人员在挂职期间不代表任何一方核稿、签发公文或者审批事项，不参加居（村）民委员会选举，不担任依法选举产生的职务。"
                ),
            ),
            Article(heading="组织关系", text="\n".join(_tie(one) for one in sent)),
            Article(heading="补贴和保险", text="\n".join(_costs(one) for one in sent)),
            Article(
                heading="带教和考核",
                text=(
                    "双方各确定一名带教人，指导挂职人员完成附件所列挂职目标。\n"
                    "挂职过半时由挂职单位进行中期考核；期满由挂职单位和双方党委填写挂职鉴定表，作为年度考核的依据。"
                ),
            ),
            Article(
                heading="保密和廉洁",
                text="挂职人员遵守保密规定和廉洁纪律，上岗前作出书面承诺；离岗时办结工作交接。",
            ),
            Article(
                heading="延期和提前结束",
                text=(
                    "需要延期或者提前结束的，由双方重新签发确认；派出方因工作调动、健康或者纪律审查等原因需要召回本方人员的，"
                    "书面说明理由后即可召回。\n变更{第:期限}所定期限的，由派出方重新报备。"
                ),
            ),
            Article(
                heading="其他", text="本协议一式四份，双方各执两份，自双方签发之日起生效。未尽事宜由双方协商解决。"
            ),
        ),
        annexes=(Annex(title="挂职目标", body=(_goals(sent),)),),
        terms=(first.town, second.town, "互派挂职协议"),
    )


def _person(one: Sent) -> str:
    facts = one.facts
    return (
        f"{facts.home_town}派出{facts.person}同志（{facts.identity}，派出单位：{facts.home_unit}），"
        f"到{facts.place}挂任{facts.post}。派出单位带教人{facts.home_mentor}，挂职单位带教人{facts.host_mentor}。"
        f"批准依据：{one.basis.rstrip('。')}。"
    )


def _tie(one: Sent) -> str:
    if "非中共党员" in one.facts.party_tie:
        return f"{one.facts.person}同志为非中共党员，不涉及组织关系。"
    return f"{one.facts.person}同志的党员组织关系：{one.facts.party_tie}。"


def _costs(one: Sent) -> str:
    facts = one.facts
    allowance = "不另发挂职补贴" if facts.allowance == "不发放" else f"挂职补贴由{facts.allowance}承担"
    return f"{facts.person}同志的{allowance}，工伤和意外伤害保险由{facts.insurance}承担。"


def _goals(sent: Sequence[Sent]) -> Table:
    rows = tuple((one.facts.person, str(place), goal) for one in sent for place, goal in enumerate(one.goals, 1))
    return Table(head=("姓名", "序号", "挂职目标"), rows=rows, widths=(3, 2, 11))
