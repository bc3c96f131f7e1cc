"""What the two towns talked about in a year: topics, what was said, what was decided, how far it got. All invented."""

from dataclasses import dataclass
from enum import StrEnum


class Progress(StrEnum):
    """How far a decision has got by the day the demo is loaded."""

    CLOSED = "closed"
    REPORTED = "reported"
    UNDER_WAY = "under_way"
    OPEN = "open"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class DecisionPlan:
    lead: str
    text: str
    towns: str  # "D", "Q" or "DQ"
    person: str
    due_in_days: int
    progress: Progress = Progress.CLOSED
    note: str = ""


@dataclass(frozen=True)
class TopicPlan:
    town: str
    title: str
    presenter: str
    minutes: int
    summary: str
    decisions: tuple[DecisionPlan, ...] = ()
    more_study: bool = False


AGENDAS: tuple[tuple[TopicPlan, ...], ...] = (
    (
        TopicPlan(
            "D",
            "关于建立两镇党群阵地共享清单",
            "倪德堃",
            25,
            "会议听取了两镇党群服务中心阵地使用情况的汇报。会议认为，D镇阵地紧张、Q镇阵地新而有余，互补条件成熟。",
            (
                DecisionPlan(
                    "编制共享清单。",
                    "两镇党群服务中心分别提出可共享的场地、时段和使用须知，汇总后统一公布。",
                    "DQ",
                    "倪德堃、王喆",
                    30,
                    note="清单共列26处场地，已在两镇中心张贴。",
                ),
                DecisionPlan("明确预约规则。", "跨镇预约应提前一天提出，场地方在一个工作日内答复。", "Q", "王喆", 45),
            ),
        ),
        TopicPlan(
            "Q",
            "关于冬季为老志愿服务联动",
            "施蕾",
            20,
            "会议听取了两镇独居老人关爱工作的汇报，同意将志愿服务队结对到社区。",
            (DecisionPlan("结对上门服务。", "两镇志愿服务队每月联合开展一次独居老人走访。", "DQ", "朱敏、施蕾", 60),),
        ),
        TopicPlan(
            "D",
            "关于首批互派挂职人员安排",
            "朱敏",
            20,
            "会议研究了首批互派挂职人选和挂职岗位。",
            (
                DecisionPlan(
                    "按期到岗。", "双方各选派一名社区工作者互派挂职六个月，并落实带教责任。", "DQ", "朱敏、施蕾", 40
                ),
            ),
        ),
    ),
    (
        TopicPlan(
            "Q",
            "关于体检中心向D镇老年居民开放",
            "汤华",
            25,
            "会议听取了Q镇体检中心接待能力的汇报。会议认为，应当方便岛上居民就近体检。",
            (
                DecisionPlan(
                    "开放体检专场。", "Q镇体检中心每月安排两个专场，每场预留20个名额给D镇居民。", "Q", "汤华", 50
                ),
                DecisionPlan("做好组织接送。", "D镇负责报名登记和往返接送，不增加居民负担。", "D", "何静", 50),
            ),
        ),
        TopicPlan(
            "D",
            "关于界河联合巡查",
            "何静",
            20,
            "会议听取了界河两岸环境整治情况的汇报，同意建立联合巡查机制。",
            (
                DecisionPlan(
                    "每月联合巡查。", "两镇河长办每月第一周联合巡查界河一次，问题当场交办。", "DQ", "何静、汤华", 35
                ),
            ),
        ),
        TopicPlan(
            "D",
            "关于“四点半课堂”师资共享",
            "林芳",
            20,
            "会议听取了两镇校外托管服务情况的汇报。与会同志对外聘师资的管理责任意见尚不一致。",
            more_study=True,
        ),
    ),
    (
        TopicPlan(
            "D",
            "关于“四点半课堂”师资共享",
            "林芳",
            20,
            "会议继续研究了师资共享事宜，明确谁开课、谁管理、谁负责。",
            (
                DecisionPlan(
                    "统一师资名册。", "两镇共建师资名册，由开课一方负责审核和日常管理。", "DQ", "林芳、黄玥", 45
                ),
            ),
        ),
        TopicPlan(
            "Q",
            "关于矛盾纠纷跨镇联合调解",
            "袁翀",
            25,
            "会议听取了跨镇矛盾纠纷情况的汇报。会议认为，双方各派一名调解员共同主持，有利于取得当事人信任。",
            (
                DecisionPlan(
                    "建立联合调解机制。",
                    "涉及两镇居民的纠纷，由双方各派一名调解员共同调解，使用兴隆社区调解室。",
                    "DQ",
                    "陈建平、袁翀",
                    40,
                    note="已联合调解6件，其中5件达成协议。",
                ),
            ),
        ),
    ),
    (
        TopicPlan(
            "Q",
            "关于汛期联防联控",
            "汤华",
            30,
            "会议听取了今年汛情形势和两镇防汛准备情况的汇报。会议强调，要坚持人民至上、生命至上，严格落实值班值守。",
            (
                DecisionPlan(
                    "互通汛情信息。",
                    "两镇防汛值班室建立直通联络，水位超警戒时半小时内互相通报。",
                    "DQ",
                    "何静、汤华",
                    10,
                ),
                DecisionPlan(
                    "互为避险场所。",
                    "红梅礼堂、D镇多功能厅互为临时避险安置点，物资各储备三日用量。",
                    "DQ",
                    "王喆、倪德堃",
                    20,
                ),
            ),
        ),
        TopicPlan(
            "D",
            "关于社区食堂老年就餐互认",
            "陈建平",
            20,
            "会议听取了社区食堂运行情况的汇报，同意两镇老年居民凭身份信息互认就餐优惠。",
            (
                DecisionPlan(
                    "就餐优惠互认。",
                    "两镇70周岁以上居民在对方社区食堂享受同等优惠，费用按季结算。",
                    "DQ",
                    "陈建平、钱小龙",
                    60,
                    Progress.REPORTED,
                    "互认已运行一个季度，结算单已核对。",
                ),
            ),
        ),
    ),
    (
        TopicPlan(
            "D",
            "关于红梅礼堂向D镇社团开放",
            "陆瑶",
            20,
            "会议听取了D镇文体团队活动场地需求的汇报。",
            (
                DecisionPlan(
                    "开放固定时段。",
                    "红梅礼堂每周二、周四下午向D镇文体团队开放，由D镇统一预约。",
                    "Q",
                    "王喆",
                    30,
                    note="已开放16场次。",
                ),
                DecisionPlan(
                    "落实安全责任。",
                    "使用团队签订安全承诺，场地方做好设备交接和巡查。",
                    "DQ",
                    "陆瑶、王喆",
                    45,
                    Progress.UNDER_WAY,
                    "承诺书已签9支团队，其余3支本月签订。",
                ),
            ),
        ),
        TopicPlan(
            "Q",
            "关于创业指导服务向两镇青年开放",
            "黄玥",
            20,
            "会议听取了创业指导室运行情况的汇报，同意面向两镇青年开放。",
            (
                DecisionPlan(
                    "开设联合指导日。",
                    "每月第三个周三为联合指导日，由两镇轮流邀请导师。",
                    "DQ",
                    "黄玥、林芳",
                    20,
                    Progress.OVERDUE,
                    "导师名单尚缺法律咨询一人。",
                ),
            ),
        ),
    ),
    (
        TopicPlan(
            "Q",
            "关于国庆假期康养旅客服务保障",
            "钱小龙",
            20,
            "会议听取了假期来镇康养旅客情况和服务保障安排的汇报。",
            (
                DecisionPlan(
                    "联合值守服务点。",
                    "假期期间两镇各派两名社区工作者在兴隆社区服务点联合值守。",
                    "DQ",
                    "钱小龙、陈建平",
                    5,
                ),
            ),
        ),
        TopicPlan(
            "D",
            "关于第二批互派挂职安排",
            "朱敏",
            20,
            "会议总结了首批互派挂职成效，研究了第二批人选。",
            (
                DecisionPlan(
                    "选派第二批人员。",
                    "双方各选派一名社区工作者，明年一月到岗，为期六个月。",
                    "DQ",
                    "朱敏、施蕾",
                    75,
                    Progress.UNDER_WAY,
                    "人选已报送，待两镇党委研究。",
                ),
            ),
        ),
        TopicPlan(
            "D",
            "关于冬季健康讲座联办",
            "倪德堃",
            15,
            "会议同意联办冬季健康系列讲座。",
            (
                DecisionPlan(
                    "排定讲座计划。",
                    "12月至次年2月每月两讲，地点在两镇之间轮换。",
                    "DQ",
                    "倪德堃、王喆",
                    80,
                    Progress.OPEN,
                ),
            ),
        ),
    ),
)
# What waits for the next meeting: (town, title, presenter, minutes).
NEXT_TOPICS = (
    ("D", "关于春节前为老服务联合走访", "朱敏", 20),
    ("Q", "关于共享会议室视频系统互联互通", "王喆", 15),
)
