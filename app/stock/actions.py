"""Importing units and venues: kept, checked, then written in one piece by the deeds that pages use. Caller commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.files import actions as files
from app.files.models import Kind, PrivateFile, Upload
from app.halls import actions as halls
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.kit.text import sha256
from app.registry import actions as registry
from app.registry.models import UnitDraft
from app.stock import queries, rules
from app.stock.models import Change, CheckRun, Entry
from app.towns.models import Tier, Unit
from app.venues import actions as venue_actions
from app.venues.models import Venue, VenueDraft
from app.venues.rules import Hours

TIERS = list(Tier)  # a town's centre first, so that whoever stands below finds it


def keep_file(session: Session, upload: Upload, *, town_id: UUID, actor: Actor) -> PrivateFile:
    """A spreadsheet, judged by its content; nothing of it is written yet. Refusals of files.rules and of the check."""
    kept = files.keep_private(session, upload, town_id=town_id, kinds={Kind.XLSX}, actor=actor)
    queries.check(session, town_id, upload.data)
    return kept


def import_file(session: Session, file_id: UUID, seen: str, *, actor: Actor, now: datetime) -> CheckRun:
    """Write all rows or none. RowsToMend, SeenOtherwise when the run reads otherwise than the person saw it."""
    if actor.town_id is None:
        raise NotFound
    data = queries.get_data(session, file_id, town_id=actor.town_id)
    run = queries.check(session, actor.town_id, data)
    rules.require_clean(run)
    if rules.mark_of(run) != seen:
        raise rules.SeenOtherwise
    for entry in sorted(run.units, key=lambda e: TIERS.index(e.values["tier"])):
        _write_unit(session, actor.town_id, entry, actor)
    _write_venues(session, actor.town_id, run, actor, now)
    told = {change.value: run.count(change) for change in Change}
    audit.record(session, actor, "stock.import_file", f"town:{actor.town_id}", sha256=sha256(data), **told)
    return run


def _write_unit(session: Session, town_id: UUID, entry: Entry, actor: Actor) -> None:
    if entry.change is Change.SAME:
        return
    have = queries.known(session, town_id)
    parent = have.unit_named(entry.values["parent"])
    said = {k: v for k, v in entry.values.items() if k != "parent"}
    draft = UnitDraft(parent_id=parent.id if parent else None, **said)
    if unit := have.unit_named(entry.values["name"]):
        registry.change_unit(session, unit, draft, actor=actor)
    else:
        registry.add_unit(session, town_id, draft, actor=actor)
    session.flush()


def _write_venues(session: Session, town_id: UUID, run: CheckRun, actor: Actor, now: datetime) -> None:
    """Halls before their parts; whoever gives a name away before whoever takes it was refused by the check."""
    have = queries.known(session, town_id)
    units = {u.name: u for u in have.units}
    parts = [e for e in run.venues if e.values["hall"] and e.change is Change.NEW]
    for entry in run.venues:
        if entry not in parts and entry.change is not Change.SAME:
            _write_venue(session, entry, rules.present_venue(entry.values, have), units, actor)
    have = queries.known(session, town_id)
    for (unit, hall), rows in _by_hall(parts).items():
        whole = have.venue_named(unit, hall)
        if whole is None:
            raise NotFound
        made = halls.divide(session, whole, [_part(e) for e in rows], actor=actor, now=now)
        for entry, venue in zip(rows, made, strict=True):
            _write_venue(session, entry, venue, units, actor)


def _by_hall(parts: list[Entry]) -> Mapping[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in parts:
        found.setdefault((entry.values["unit"], entry.values["hall"]), []).append(entry)
    return found


def _part(entry: Entry) -> tuple[str, int]:
    return entry.values["name"], entry.values["seats"]


def _write_venue(
    session: Session, entry: Entry, present: Venue | None, units: Mapping[str, Unit], actor: Actor
) -> None:
    unit = units[entry.values["unit"]]
    draft = VenueDraft(unit_id=unit.id, **_said(entry.values))
    hours: dict[int, Hours] = {n: entry.values[key] for n, key in enumerate(rules.WEEK, 1)}
    if present is None:
        venue_actions.add_venue(session, draft, unit=unit, hours=hours, actor=actor)
    else:
        venue_actions.edit_venue(session, present, draft, hours, actor=actor)
    session.flush()


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in ("number", "unit", "hall", *rules.WEEK)}
