"""What both towns offer in the demo: the services of the case, how often, how many places, who mostly comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.services.models import Kind, ServiceDraft

D_TOWN, Q_TOWN = "D镇社区党群服务中心", "Q镇党群服务中心"
YANGTZE, XINGLONG = "长江新村社区党群服务中心", "兴隆社区党群服务中心"


@dataclass(frozen=True)
class Offer:
    """`comes`: about how many of each town sign up for a session; `workers`: who signs them up."""

    unit: str
    kind: Kind
    name: str
    weekday: int
    starts: str
    ends: str
    places: int
    comes: Mapping[str, int]
    every: int = 2
    phase: int = 0
    place: str = ""
    description: str = ""
    bring: str = ""
    staff: str = ""
    eligibility: str = "两镇居民均可参加"
    min_age: int = 0
    asks_guardian: bool = False
    asks_contact: bool = False
    reserved: Mapping[str, int] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    workers: Mapping[str, str] = field(default_factory=lambda: {"D": "chenjianping", "Q": "qianxiaolong"})

    def draft(self, unit_id: UUID) -> ServiceDraft:
        return ServiceDraft(
            unit_id=unit_id,
            kind=self.kind,
            name=self.name,
            description=self.description,
            bring=self.bring,
            staff=self.staff,
            place=self.place,
            eligibility=self.eligibility,
            min_age=self.min_age,
            asks_guardian=self.asks_guardian,
            asks_contact=self.asks_contact,
        )


CANTEEN = Offer(
    YANGTZE, Kind.DINING, "社区食堂午餐", 1, "11:00", "12:30", 30, {},
    place="社区食堂", description="两荤一素一汤，软烂少盐，可堂食、可送餐上门。", bring="饭盒（打包带走时用）。",
    staff="食堂班组",
    eligibility="两镇60周岁及以上居民", min_age=60,
    terms={
        "D": {"price": "10元一份", "subsidy": "D镇助餐补贴4元"},
        "Q": {"price": "10元一份", "subsidy": "Q镇助餐补贴3元"},
    },
)  # fmt: skip
OFFERS = (
    Offer(
        Q_TOWN, Kind.HEALTH, "老年人健康体检", 3, "08:00", "11:00", 24, {"D": 15, "Q": 7},
        place="二楼体检中心",
        description="身高体重、血压血糖、心电图、B超，一周后取报告，异常结果当天电话告知。",
        bring="身份证、医保卡；请空腹，自带水和早点。", staff="体检中心医生",
        eligibility="两镇60周岁及以上居民", min_age=60, reserved={"D": 10, "Q": 6},
        terms={"D": {"price": "免费", "subsidy": "由D镇公共卫生服务经费列支"}, "Q": {"price": "免费"}},
    ),
    Offer(
        Q_TOWN, Kind.STARTUP, "创业指导", 4, "14:00", "16:00", 12, {"D": 4, "Q": 5}, every=4, place="一楼创业指导室",
        description="注册流程、小额贷款、电商开店，一对一答疑。", bring="身份证；已开业的带营业执照。",
        staff="创业导师",
        terms={"D": {"price": "免费"}, "Q": {"price": "免费"}},
    ),
    Offer(
        XINGLONG, Kind.MEDIATION, "矛盾调解", 5, "09:00", "11:00", 8, {"D": 1, "Q": 3}, every=4, phase=1,
        place="一楼调解室",
        description="邻里、婚姻家庭、跨镇土地和用工纠纷，人民调解员接待，不收费。", bring="与纠纷有关的材料。",
        staff="人民调解员", workers={"D": "luyao", "Q": "qianxiaolong"},
    ),
    Offer(
        XINGLONG, Kind.DAY_CARE, "日间照料", 2, "08:30", "16:30", 20, {"D": 5, "Q": 9}, every=4, phase=2,
        place="日间照料室", description="助餐、午休、康复活动、量血压，当天接当天送。", bring="医保卡、当天用药。",
        staff="护理员2人", eligibility="两镇65周岁及以上、生活基本自理的老人", min_age=65, asks_contact=True,
        terms={"D": {"price": "30元一天", "subsidy": "户籍镇补贴10元"}, "Q": {"price": "20元一天"}},
    ),
    Offer(
        D_TOWN, Kind.MEDIATION, "调解工作室接待", 4, "13:30", "16:00", 8, {"D": 4, "Q": 1}, every=4, phase=3,
        place="一楼调解工作室", description="两镇调解员联合接待，跨界纠纷当场约期。", bring="与纠纷有关的材料。",
        staff="两镇人民调解员", workers={"D": "chenjianping", "Q": "huangyue"},
    ),
    Offer(
        YANGTZE, Kind.AFTER_SCHOOL, "四点半课堂", 1, "16:00", "17:30", 20, {"D": 12, "Q": 3}, every=4, phase=0,
        place="活动室", description="作业辅导、阅读、手工，家长下班来接。", bring="作业、水杯。", staff="志愿者教师",
        eligibility="两镇小学生", asks_guardian=True,
    ),
    Offer(
        YANGTZE, Kind.LECTURE, "防范电信诈骗讲座", 6, "09:30", "11:00", 40, {"D": 14, "Q": 6}, every=6,
        place="活动室", description="典型案例、手机设置、现场答疑。", staff="派出所民警",
    ),
)  # fmt: skip
