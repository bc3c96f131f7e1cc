"""The two towns of the demo: organs, units in three tiers, venues. Towns as published, everything else invented."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.towns.models import Organ, Tier, Town, Unit
from app.venues.models import Sharing, VenueDraft, VenueKind

STAFFED = frozenset({VenueKind.CANTEEN, VenueKind.HEALTH_ROOM, VenueKind.DAY_CARE, VenueKind.AFTER_SCHOOL})
# (longitude, latitude): the towns' own streets are invented, the distances between the units are not unlikely.
PLACES = {
    "D镇社区党群服务中心": (121.4960, 31.6880),
    "长江新村社区党群服务中心": (121.4885, 31.6935),
    "长江新村第一网格党群服务点": (121.4871, 31.6942),
    "长江新村第二网格党群服务点": (121.4902, 31.6951),
    "江口村党群服务中心": (121.5210, 31.7120),
    "江口村北滩网格党群服务点": (121.5264, 31.7198),
    "永隆新村社区党群服务中心": (121.4630, 31.7015),
    "永隆新村网格党群服务点": (121.4618, 31.7022),
    "Q镇党群服务中心": (121.5480, 31.7430),
    "兴隆社区党群服务中心": (121.5560, 31.7390),
    "兴隆社区康养网格党群服务点": (121.5591, 31.7378),
    "兴隆社区老街网格党群服务点": (121.5547, 31.7401),
    "启隆村党群服务中心": (121.5745, 31.7520),
}
PARTNERSHIP = ("红梅同心毗邻党建联合体", "红梅同心毗邻党建")


@dataclass(frozen=True)
class VenuePlan:
    name: str
    kind: VenueKind
    seats: int
    equipment: str = ""
    parts: tuple["VenuePlan", ...] = ()

    def draft(self, unit: Unit, sharing: Sharing) -> VenueDraft:
        return VenueDraft(
            unit_id=unit.id,
            name=self.name,
            kind=self.kind,
            seats=self.seats,
            area_m2=self.seats * 2,
            floor="一楼",
            place="进大门后左手" if unit.tier is not Tier.GRID else "",
            desk="一楼服务台" if unit.tier is not Tier.GRID else "",
            equipment=self.equipment,
            parking="院内有车位12个" if unit.tier is Tier.TOWN else "沿街可停车",
            is_step_free=unit.tier is not Tier.GRID,
            is_staffed=self.kind in STAFFED,
            sharing=sharing,
        )


@dataclass(frozen=True)
class UnitPlan:
    tier: Tier
    name: str
    address: str
    phone: str
    venues: tuple[VenuePlan, ...]
    units: tuple["UnitPlan", ...] = field(default=())

    def below(self) -> Iterator["UnitPlan"]:
        return iter(self.units)


def _points(*rows: tuple[str, str, int]) -> tuple[UnitPlan, ...]:
    return tuple(
        UnitPlan(Tier.GRID, name, address, "", (VenuePlan("议事角", VenueKind.COUNCIL_ROOM, seats),))
        for name, address, seats in rows
    )


HALF = VenueKind.HALL
D_UNITS = UnitPlan(
    Tier.TOWN,
    "D镇社区党群服务中心",
    "D镇北沿公路128号",
    "021-5966 0128",
    (
        VenuePlan(
            "多功能厅",
            VenueKind.HALL,
            120,
            "投影、音响、直播设备",
            (VenuePlan("多功能厅东厅", HALF, 60, "投影、音响"), VenuePlan("多功能厅西厅", HALF, 60, "投影")),
        ),
        VenuePlan("议事厅", VenueKind.COUNCIL_ROOM, 40, "投影、视频会议系统"),
        VenuePlan("健康小屋", VenueKind.HEALTH_ROOM, 12, "血压计、血糖仪"),
        VenuePlan("电教室", VenueKind.CLASSROOM, 50, "电脑、投影"),
    ),
    (
        UnitPlan(
            Tier.NEIGHBOURHOOD,
            "长江新村社区党群服务中心",
            "D镇长江新村66号",
            "021-5966 0266",
            (
                VenuePlan("活动室", VenueKind.PARTY_ROOM, 40, "投影"),
                VenuePlan("社区食堂", VenueKind.CANTEEN, 80),
                VenuePlan("书屋", VenueKind.READING_ROOM, 20),
            ),
            _points(
                ("长江新村第一网格党群服务点", "长江新村12号楼旁", 12),
                ("长江新村第二网格党群服务点", "长江新村31号楼旁", 10),
            ),
        ),
        UnitPlan(
            Tier.NEIGHBOURHOOD,
            "江口村党群服务中心",
            "D镇江口村1号",
            "021-5966 0311",
            (VenuePlan("村民议事室", VenueKind.COUNCIL_ROOM, 30, "投影"),),
            _points(("江口村北滩网格党群服务点", "江口村北滩组", 15)),
        ),
        UnitPlan(
            Tier.NEIGHBOURHOOD,
            "永隆新村社区党群服务中心",
            "D镇永隆新村8号",
            "021-5966 0408",
            (VenuePlan("四点半课堂", VenueKind.AFTER_SCHOOL, 24),),
            _points(("永隆新村网格党群服务点", "永隆新村9号楼旁", 8)),
        ),
    ),
)
Q_UNITS = UnitPlan(
    Tier.TOWN,
    "Q镇党群服务中心",
    "Q镇兴隆大道1号",
    "0513-8390 0001",
    (
        VenuePlan("红梅礼堂", VenueKind.HALL, 200, "舞台、音响、LED屏"),
        VenuePlan("共享会议室", VenueKind.MEETING_ROOM, 30, "投影、视频会议系统"),
        VenuePlan("创业指导室", VenueKind.ADVICE_ROOM, 15),
        VenuePlan("体检中心", VenueKind.HEALTH_ROOM, 40, "体检设备"),
    ),
    (
        UnitPlan(
            Tier.NEIGHBOURHOOD,
            "兴隆社区党群服务中心",
            "Q镇兴隆社区长寿路19号",
            "0513-8390 0119",
            (
                VenuePlan("大厅", VenueKind.HALL, 60, "投影、音响"),
                VenuePlan("调解室", VenueKind.MEDIATION_ROOM, 8),
                VenuePlan("日间照料室", VenueKind.DAY_CARE, 30),
                VenuePlan("舞蹈室", VenueKind.DANCE_ROOM, 35, "镜墙、音响"),
            ),
            _points(
                ("兴隆社区康养网格党群服务点", "兴隆社区康养公寓", 15),
                ("兴隆社区老街网格党群服务点", "兴隆社区老街22号", 10),
            ),
        ),
        UnitPlan(
            Tier.NEIGHBOURHOOD,
            "启隆村党群服务中心",
            "Q镇启隆村7号",
            "0513-8390 0207",
            (VenuePlan("党员活动室", VenueKind.PARTY_ROOM, 40, "投影"),),
        ),
    ),
)


@dataclass(frozen=True)
class TownPlan:
    name: str
    province: str
    county: str
    code: str
    units: UnitPlan
    sharing: Sharing

    def town(self) -> Town:
        return Town(name=self.name, province=self.province, county=self.county)

    def organs(self, town: Town) -> list[Organ]:
        """登记取号 for both organs: the numbers come from the town's own registers."""
        printed_by = f"{self.name}党政办公室"
        committee = Organ(
            town_id=town.id,
            full_name=f"中国共产党{self.name}委员会",
            short_name=f"中共{self.name}委员会",
            code=f"{self.code}委",
            printed_by=printed_by,
            copy_to=f"{self.county}委组织部",
            is_party_committee=True,
        )
        government = Organ(
            town_id=town.id,
            full_name=f"{self.name}人民政府",
            short_name=f"{self.name}人民政府",
            code=f"{self.code}府",
            printed_by=printed_by,
        )
        return [committee, government]


TOWNS = {
    "D": TownPlan("D镇", "上海市", "崇明区", "D", D_UNITS, Sharing.ON_REQUEST),
    "Q": TownPlan("Q镇", "江苏省", "启东市", "Q", Q_UNITS, Sharing.AT_ONCE),
}
