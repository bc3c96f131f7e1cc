"""Where a document is signed and sealed, and what its renditions are called. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts.models import Role
from app.documents.models import DocumentState
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.renditions.models import RenditionKind

KIND_NAMES = {
    RenditionKind.SIGNED: N_("电子签署件"),
    RenditionKind.SEALED: N_("带印章图片的打印件"),
    RenditionKind.SCANNED: N_("纸质签署件扫描件"),
}


READERS = (
    *(Role.SECRETARY, Role.OFFICE_HEAD, Role.ORGANISER, Role.CLERK),
    *(Role.WORKER, Role.SECONDEE, Role.MENTOR),
)


class NotIssued(Refusal):
    message = N_("公文印发后才能签署、盖章和上传扫描件，请等文件生成")


class NoSuchPlace(Refusal):
    message = N_("本件没有这个签署位置，请刷新页面后再试")


class NotYourPlace(Refusal):
    message = N_("只能在本镇的签署位置签署和盖章")


class SameFile(Refusal):
    message = N_("同样的文件已经上传过")


@dataclass(frozen=True)
class Place:
    """One printed name that is signed or sealed. Without a town (an enterprise) it is signed on paper."""

    index: int
    name: str
    town_id: UUID | None = None
    organ_id: UUID | None = None


@dataclass(frozen=True)
class Issuer:
    """An organ as far as its name matters here."""

    id: UUID
    town_id: UUID
    full_name: str
    short_name: str = ""


def check_issued(state: DocumentState) -> None:
    if state is not DocumentState.ISSUED:
        raise NotIssued


def printed_names(content: Mapping[str, Any], organs: Sequence[str]) -> tuple[str, ...]:
    """Who signs: the parties of an agreement, the signers of a letter; else the issuing organs."""
    parties = tuple(str(party["name"]) for party in content.get("parties", ()))
    return parties or tuple(content.get("signers", ())) or tuple(organs)


def places(names: Iterable[str], issuers: Iterable[Issuer]) -> tuple[Place, ...]:
    """The printed names with the organs that bear them; a name that no organ bears has no town."""
    known = {plain(name): organ for organ in issuers for name in (organ.short_name, organ.full_name) if name}
    return tuple(_place(index, name, known.get(plain(name))) for index, name in enumerate(names, 1))


def _place(index: int, name: str, organ: Issuer | None) -> Place:
    return Place(index, name, organ.town_id, organ.id) if organ else Place(index, name)


def plain(name: str) -> str:
    """One name for 中国共产党D镇委员会 and 中共D镇委员会."""
    return "".join(name.split()).replace("中国共产党", "中共")


def get_place(of: Sequence[Place], index: int, town_id: UUID | None) -> Place:
    """The place `index`, if it is the town's own."""
    place = next((p for p in of if p.index == index), None)
    if place is None:
        raise NoSuchPlace
    if place.town_id is None or place.town_id != town_id:
        raise NotYourPlace
    return place


def concerned(of: Sequence[Place], members: Sequence[UUID]) -> tuple[UUID, ...]:
    """Who must say that a scan agrees with the text: the towns that sign, or all where only one does."""
    signing = tuple(dict.fromkeys(p.town_id for p in of if p.town_id is not None))
    return signing if len(signing) > 1 else tuple(members)
