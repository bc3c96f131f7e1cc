"""From what the browser sent to what the domain takes."""

from collections.abc import Iterable

from werkzeug.datastructures import FileStorage

from app.files.models import Upload


def to_upload(sent: FileStorage | None) -> Upload | None:
    """None when no file was chosen."""
    if sent is None or not sent.filename:
        return None
    return Upload(sent.filename, sent.read())


def to_uploads(sent: Iterable[FileStorage] | None) -> list[Upload]:
    return [upload for one in sent or () if (upload := to_upload(one))]
