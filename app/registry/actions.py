"""Opening a town (the operator), and keeping its units and issuing organs (its own clerks)."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel

from app.accounts import actions as accounts
from app.accounts.models import Person, Role
from app.audit import actions as audit
from app.files import actions as files
from app.files.models import Upload
from app.files.rules import IMAGES
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.notifications import actions as notifications
from app.people import actions as people
from app.people.models import PersonDraft, PostDraft
from app.registry import queries, rules
from app.registry.models import OrganDraft, TownDraft, UnitDraft
from app.towns.models import Organ, Tier, Town, Unit


def open_town(session: Session, draft: TownDraft, *, actor: Actor) -> tuple[Person, str]:
    """A new town with its centre, its party committee and one secretary; the secret of the secretary's link."""
    if queries.find_town_named(session, draft.name):
        raise rules.NameTaken(name=draft.name)
    town = Town(name=draft.name, province=draft.province, county=draft.county)
    session.add(town)
    session.flush()
    session.add(Unit(town_id=town.id, tier=Tier.TOWN, name=f"{town.name}党群服务中心"))
    session.add(_committee(town))
    audit.record(session, actor, "registry.open_town", f"town:{town.id}")
    today = clock.to_town(session.info["now"]).date()
    secretary = PersonDraft(draft.secretary, draft.login, "党委书记", "", "", PostDraft(Role.SECRETARY, None, today))
    # The first secretary can only be appointed from outside; everybody after by the town itself.
    return people.add(session, town.id, secretary, own={Role.SECRETARY}, actor=Actor(actor.id, town.id))


def invite_secretary(session: Session, town: Town, person: Person, *, actor: Actor) -> str:
    """A new link for a town's only secretary, who is locked out. The town's clerks are told. AnotherSecretary."""
    secretaries = queries.secretaries_of(session, town.id, session.info["now"])
    if person not in secretaries:
        raise NotFound
    rules.check_operator_may_invite(len(secretaries))
    audit.record(session, actor, "registry.invite_secretary", f"person:{person.id}", town=town.id)
    notifications.tell_town(
        session,
        town_id=town.id,
        roles={Role.CLERK, Role.OFFICE_HEAD},
        kind="registry.invited",
        event=f"person:{person.id}:invited:{session.info['now'].isoformat()}",
        title="系统管理员为书记账号重新生成了登录链接",
        text=f"{person.name}的登录链接已重新生成。如非本镇要求，请立即联系书记和系统管理员核实。",
    )
    return accounts.invite(session, person, actor=Actor(actor.id, town.id))


def add_unit(session: Session, town_id: UUID, draft: UnitDraft, *, actor: Actor) -> Unit:
    _check_unit(session, town_id, draft, None)
    unit = Unit(town_id=town_id, **vars(draft))
    session.add(unit)
    audit.record(session, actor, "registry.add_unit", f"unit:{unit.id}")
    return unit


def change_unit(session: Session, unit: Unit, draft: UnitDraft, *, actor: Actor) -> None:
    _check_unit(session, unit.town_id, draft, unit)
    changed = _update(unit, vars(draft))
    audit.record(session, actor, "registry.change_unit", f"unit:{unit.id}", changed=changed)


def add_organ(session: Session, town_id: UUID, draft: OrganDraft, seal: Upload | None, *, actor: Actor) -> Organ:
    """An issuing organ; its seal image is the organ's own upload, the product never draws one."""
    _check_organ(session, town_id, draft, None)
    organ = Organ(town_id=town_id, **vars(draft))
    session.add(organ)
    _keep_seal(session, organ, seal, actor)
    audit.record(session, actor, "registry.add_organ", f"organ:{organ.id}")
    return organ


def change_organ(session: Session, organ: Organ, draft: OrganDraft, seal: Upload | None, *, actor: Actor) -> None:
    _check_organ(session, organ.town_id, draft, organ)
    changed = _update(organ, vars(draft))
    _keep_seal(session, organ, seal, actor)
    audit.record(session, actor, "registry.change_organ", f"organ:{organ.id}", changed=changed, seal=bool(seal))


def remove_seal(session: Session, organ: Organ, *, actor: Actor) -> None:
    """The place for the seal stays empty again; documents already issued keep what they show."""
    organ.seal_file_id = None
    audit.record(session, actor, "registry.remove_seal", f"organ:{organ.id}")


def set_two_steps(session: Session, town: Town, allowed: bool, *, actor: Actor) -> None:
    """A small town may let one person draft and check; only 签发 turns the key."""
    town.one_person_two_steps = allowed
    audit.record(session, actor, "registry.set_two_steps", f"town:{town.id}", allowed=allowed)


def _committee(town: Town) -> Organ:
    return Organ(
        town_id=town.id,
        full_name=f"中共{town.name}委员会",
        short_name=f"{town.name}党委",
        code=f"{town.name.removesuffix('镇')}委",
        printed_by=f"{town.name}党政办公室",
        is_party_committee=True,
    )


def _keep_seal(session: Session, organ: Organ, seal: Upload | None, actor: Actor) -> None:
    if seal:
        organ.seal_file_id = files.keep_private(session, seal, town_id=organ.town_id, kinds=IMAGES, actor=actor).id


def _check_unit(session: Session, town_id: UUID, draft: UnitDraft, present: Unit | None) -> None:
    rules.check_place(draft.longitude, draft.latitude)
    same = queries.find_unit_named(session, town_id, draft.name)
    if same and same is not present:
        raise rules.NameTaken(name=draft.name)
    parent = queries.get_unit(session, draft.parent_id, town_id=town_id) if draft.parent_id else None
    rules.check_parent(draft.tier, parent.tier if parent else None)


def _check_organ(session: Session, town_id: UUID, draft: OrganDraft, present: Organ | None) -> None:
    same = queries.find_organ_named(session, town_id, draft.full_name)
    if same and same is not present:
        raise rules.NameTaken(name=draft.full_name)


def _update(row: SQLModel, values: dict[str, Any]) -> list[str]:
    """Set what differs; the names of the changed fields, for the audit."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed
