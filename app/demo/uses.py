"""What the two towns use their venues for, by the week. Data only; the towns as published, the rest invented."""

from dataclasses import dataclass

from app.bookings.models import Use

WORKDAYS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Habit:
    """Something that happens on the same weekdays: who books, where, from when to when, how many come."""

    login: str
    venue: str
    title: str
    use: Use
    weekdays: tuple[int, ...]
    starts: str
    ends: str
    heads: int
    team: str = ""
    every: int = 1  # weeks from one time to the next


# D镇's venues are full from morning to afternoon; each of these is a booking series.
STANDING = (
    Habit("malin", "D镇社区党群服务中心多功能厅东厅", "老年学校课程", Use.TRAINING, WORKDAYS, "08:00", "17:30", 45),
    Habit("malin", "D镇社区党群服务中心多功能厅西厅", "文体团队轮流排练", Use.CULTURE, WORKDAYS, "08:00", "17:30", 40),
    Habit("malin", "D镇社区党群服务中心议事厅", "网格议事和来访接待", Use.MEDIATION, WORKDAYS, "08:00", "13:00", 25),
    Habit("malin", "D镇社区党群服务中心健康小屋", "慢病随访和血压测量", Use.SERVICE, WORKDAYS, "08:00", "17:30", 10),
    Habit("malin", "D镇社区党群服务中心电教室", "职业技能培训班", Use.TRAINING, WORKDAYS, "08:00", "17:30", 42),
    Habit("chenjianping", "长江新村社区党群服务中心活动室", "老年活动日", Use.CULTURE, WORKDAYS, "08:00", "17:30", 36),
    Habit(
        "chenjianping",
        "长江新村社区党群服务中心社区食堂",
        "备餐、供餐和送餐",
        Use.SERVICE,
        WORKDAYS,
        "08:00",
        "16:00",
        76,
    ),
    Habit(
        "chenjianping",
        "长江新村社区党群服务中心书屋",
        "日间阅览和作业辅导",
        Use.SERVICE,
        WORKDAYS,
        "08:30",
        "17:00",
        18,
    ),
    Habit("chenjianping", "长江新村第一网格党群服务点议事角", "网格接待日", Use.SERVICE, WORKDAYS, "08:00", "17:30", 8),
    Habit("chenjianping", "长江新村第二网格党群服务点议事角", "网格接待日", Use.SERVICE, WORKDAYS, "08:00", "17:30", 8),
    Habit("luyao", "江口村党群服务中心村民议事室", "村民议事和农技讲习", Use.TRAINING, WORKDAYS, "08:00", "17:30", 24),
    Habit("luyao", "江口村北滩网格党群服务点议事角", "网格接待日", Use.SERVICE, WORKDAYS, "08:00", "17:30", 9),
    Habit(
        "malin", "永隆新村社区党群服务中心四点半课堂", "托班和四点半课堂", Use.SERVICE, WORKDAYS, "08:00", "17:30", 22
    ),
    Habit("malin", "永隆新村网格党群服务点议事角", "网格接待日", Use.SERVICE, WORKDAYS, "08:00", "17:30", 6),
    Habit("yanping", "Q镇党群服务中心体检中心", "居民健康体检", Use.SERVICE, (2, 4), "08:00", "11:30", 30),
    Habit("qianxiaolong", "兴隆社区党群服务中心日间照料室", "日间照料", Use.SERVICE, WORKDAYS, "08:30", "16:30", 14),
)

# D镇's teams look for room on the other side.
ACROSS = (
    Habit(
        "chenjianping",
        "Q镇党群服务中心红梅礼堂",
        "合唱排练",
        Use.CULTURE,
        (2,),
        "14:00",
        "16:00",
        58,
        "长江新村老年合唱团",
    ),
    Habit("luyao", "兴隆社区党群服务中心舞蹈室", "舞蹈排练", Use.CULTURE, (3,), "09:00", "11:00", 26, "江口村舞蹈队"),
    Habit(
        "malin", "Q镇党群服务中心共享会议室", "志愿者例会", Use.MEETING, (1,), "14:00", "16:00", 22, "D镇青年志愿队", 2
    ),
    Habit("malin", "兴隆社区党群服务中心大厅", "亲子活动", Use.CULTURE, (6,), "09:30", "11:30", 44, "永隆新村家长会"),
    Habit(
        "luyao", "Q镇党群服务中心创业指导室", "创业咨询", Use.SERVICE, (4,), "14:00", "16:00", 8, "江口村返乡青年", 2
    ),
    Habit(
        "malin", "启隆村党群服务中心党员活动室", "联学共建", Use.PARTY, (5,), "14:00", "16:00", 30, "D镇机关党支部", 3
    ),
    Habit(
        "chenjianping",
        "兴隆社区党群服务中心舞蹈室",
        "太极队练习",
        Use.CULTURE,
        (5,),
        "09:00",
        "11:00",
        24,
        "长江新村太极队",
        2,
    ),
)

# What Q镇 does in its own venues, and both towns in the evenings and at weekends.
AT_HOME = (
    Habit("qianxiaolong", "兴隆社区党群服务中心大厅", "康养讲堂", Use.CULTURE, (3,), "14:00", "16:00", 48),
    Habit("qianxiaolong", "兴隆社区党群服务中心调解室", "邻里调解", Use.MEDIATION, (2,), "09:00", "11:00", 5, every=2),
    Habit("huangyue", "启隆村党群服务中心党员活动室", "主题党日", Use.PARTY, (4,), "09:00", "11:00", 32, every=4),
    Habit("yanping", "Q镇党群服务中心共享会议室", "工作例会", Use.MEETING, (1,), "09:00", "11:00", 18),
    Habit(
        "yuanchong",
        "兴隆社区党群服务中心舞蹈室",
        "广场舞教学",
        Use.CULTURE,
        (6,),
        "14:00",
        "16:00",
        30,
        "兴隆社区舞蹈队",
        2,
    ),
    Habit("yanping", "Q镇党群服务中心红梅礼堂", "文艺演出", Use.CULTURE, (6,), "14:00", "17:00", 160, every=4),
    Habit(
        "chenjianping", "长江新村社区党群服务中心活动室", "居民议事会", Use.MEETING, (3,), "18:30", "20:30", 28, every=2
    ),
    Habit("malin", "D镇社区党群服务中心议事厅", "党员夜校", Use.PARTY, (2,), "18:30", "20:30", 35),
    Habit("luyao", "江口村党群服务中心村民议事室", "村民代表会", Use.MEETING, (6,), "09:30", "11:30", 26, every=3),
    Habit(
        "malin", "永隆新村社区党群服务中心四点半课堂", "周末绘本会", Use.CULTURE, (7,), "09:30", "11:30", 20, every=2
    ),
    Habit("malin", "D镇社区党群服务中心电教室", "老年手机课", Use.TRAINING, (6,), "09:30", "11:30", 38, every=2),
)

# Q镇's people ask for D镇's rooms now and then, and mostly hear that they are taken.
ASKED_OF_D = (
    Habit(
        "qianxiaolong",
        "D镇社区党群服务中心多功能厅西厅",
        "越剧联排",
        Use.CULTURE,
        (6,),
        "13:30",
        "16:00",
        50,
        "兴隆社区戏曲队",
        4,
    ),
    Habit(
        "huangyue",
        "D镇社区党群服务中心电教室",
        "电脑基础课",
        Use.TRAINING,
        (7,),
        "09:30",
        "11:30",
        28,
        "启隆村妇女小组",
        5,
    ),
    Habit("yanping", "长江新村社区党群服务中心书屋", "读书会", Use.CULTURE, (7,), "14:00", "16:00", 16, "Q镇读书会", 6),
)
