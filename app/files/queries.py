"""Finding kept files; what the session does not reach is not there."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from app.files.models import PrivateFile, SharedFile
from app.kit.errors import NotFound


def get_shared(session: Session, file_id: UUID) -> SharedFile:
    found = session.exec(select(SharedFile).where(SharedFile.id == file_id)).first()
    if found is None:
        raise NotFound
    return found


def get_private(session: Session, file_id: UUID) -> PrivateFile:
    found = session.exec(select(PrivateFile).where(PrivateFile.id == file_id)).first()
    if found is None:
        raise NotFound
    return found


def files_named(session: Session, file_ids: Iterable[UUID]) -> list[SharedFile]:
    """Shared files in the order of their ids as given; what is not there is left out."""
    wanted = list(file_ids)
    rows = session.exec(select(SharedFile).where(col(SharedFile.id).in_(wanted)).order_by(col(SharedFile.id)))
    known = {row.id: row for row in rows}
    return [known[i] for i in wanted if i in known]
