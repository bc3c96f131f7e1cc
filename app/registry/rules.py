"""What a town's own entries must satisfy, and what they are called. Pure functions."""

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.towns.models import Tier

TIER_NAMES = {
    Tier.TOWN: N_("镇党群服务中心"),
    Tier.NEIGHBOURHOOD: N_("村居党群服务中心"),
    Tier.GRID: N_("网格党群服务点"),
}
EAST, NORTH = (73.0, 136.0), (3.0, 54.0)  # China, so that mistyped or swapped degrees are noticed
ABOVE = {Tier.TOWN: None, Tier.NEIGHBOURHOOD: Tier.TOWN, Tier.GRID: Tier.NEIGHBOURHOOD}


class NameTaken(Refusal):
    message = N_("“%(name)s”已经登记过，请核对名称")


class WrongParent(Refusal):
    message = N_("上级单位须为本镇的%(tier)s")


class AnotherSecretary(Refusal):
    message = N_("该镇还有其他书记账号，请由其在“人员”页面办理")


class HalfAPlace(Refusal):
    message = N_("经度和纬度要么都填，要么都不填")


class NotInChina(Refusal):
    message = N_("经度应在%(west)s至%(east)s之间，纬度应在%(south)s至%(north)s之间，请核对是否填反")


def check_place(longitude: float | None, latitude: float | None) -> None:
    """Both degrees or none; swapped ones are noticed, because they lie outside the country."""
    if (longitude is None) is not (latitude is None):
        raise HalfAPlace
    if longitude is None or latitude is None:
        return
    if not (EAST[0] <= longitude <= EAST[1] and NORTH[0] <= latitude <= NORTH[1]):
        raise NotInChina(west=EAST[0], east=EAST[1], south=NORTH[0], north=NORTH[1])


def check_parent(tier: Tier, parent: Tier | None) -> None:
    """Grid points stand below neighbourhood centres, these below the town's; a parent may be left open."""
    wanted = ABOVE[tier]
    if parent is not None and parent is not wanted:
        raise WrongParent(tier=TIER_NAMES[wanted or Tier.TOWN])


def check_operator_may_invite(secretaries: int) -> None:
    """The operator helps a town whose only secretary is locked out, and nobody else's (see docs/decisions/0023)."""
    if secretaries > 1:
        raise AnotherSecretary
