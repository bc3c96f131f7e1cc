"""Keeping an uploaded file: looked at, made harmless, stored by hash, written down."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.files import gateways, rules
from app.files.models import Kind, Picture, PrivateFile, SharedFile, Upload
from app.files.rules import IMAGES, PAPERS
from app.kit.actor import Actor
from app.kit.text import sha256


def keep_shared(
    session: Session, upload: Upload, *, partnership_id: UUID, kinds: Iterable[Kind] = PAPERS, actor: Actor
) -> SharedFile:
    """A paper for all towns of the partnership. Refusals: EmptyFile, TooLarge, WrongType, Suspicious, Unreadable."""
    kept = SharedFile(partnership_id=partnership_id, **_kept(session, upload, kinds, actor))
    session.add(kept)
    audit.record(session, actor, "files.keep_shared", f"shared_file:{kept.id}", sha256=kept.sha256, size=kept.size)
    return kept


def keep_private(
    session: Session, upload: Upload, *, town_id: UUID, kinds: Iterable[Kind] = PAPERS, actor: Actor
) -> PrivateFile:
    """A file of one town only. Refusals as for `keep_shared`."""
    kept = PrivateFile(town_id=town_id, **_kept(session, upload, kinds, actor))
    session.add(kept)
    audit.record(session, actor, "files.keep_private", f"private_file:{kept.id}", sha256=kept.sha256, size=kept.size)
    return kept


def keep_picture(upload: Upload) -> Picture:
    """A photo for a page: drawn anew in two sizes, the original is not kept. Whoever asks keeps the row and audits."""
    kind = rules.check(upload.data, IMAGES)
    clean = gateways.without_metadata(upload.data, kind)
    large, width, height = gateways.scaled(clean, kind, rules.ON_A_PAGE)
    small, _, _ = gateways.scaled(large, Kind.JPEG, rules.IN_A_LIST)
    return Picture(gateways.keep(large), gateways.keep(small), width, height)


def share(session: Session, file: PrivateFile, *, partnership_id: UUID, actor: Actor) -> SharedFile:
    """Show a town's own file to the partnership (a paper after 审定): a second row for the same bytes."""
    same = file.model_dump(include={"name", "kind", "size", "sha256", "uploaded_by", "uploaded_at"})
    shared = SharedFile(partnership_id=partnership_id, **same)
    session.add(shared)
    audit.record(session, actor, "files.share", f"shared_file:{shared.id}", private_file=file.id)
    return shared


def _kept(session: Session, upload: Upload, kinds: Iterable[Kind], actor: Actor) -> dict[str, Any]:
    kind = rules.check(upload.data, kinds)
    data = gateways.without_metadata(upload.data, kind) if kind in IMAGES else upload.data
    gateways.keep(data)
    return {
        "name": rules.safe_name(upload.name, kind),
        "kind": kind,
        "size": len(data),
        "sha256": sha256(data),
        "uploaded_by": actor.id,
        "uploaded_at": session.info["now"],
    }
