"""The store on disk: bytes under their hash, written once and whole. And Pillow, which makes images harmless."""

import io
import os
import warnings
from pathlib import Path
from uuid import uuid4

from PIL import Image, ImageOps

from app.files import rules
from app.files.models import Kind
from app.kit.errors import NotFound
from app.kit.text import sha256

FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WEBP"}
_folder = {"path": Path("var/files")}


def use_folder(path: Path) -> None:
    """Where the files lie, from the settings; set once at start."""
    _folder["path"] = path


def keep(data: bytes) -> str:
    """Put bytes into the store and return their hash. A crash leaves either the whole file or none."""
    digest = sha256(data)
    path = _path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{uuid4()}")
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)
    return digest


def read(digest: str) -> bytes:
    try:
        return _path_of(digest).read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error


def without_metadata(data: bytes, kind: Kind) -> bytes:
    """The same picture, drawn anew: upright, one frame, no place, no device, nothing hidden behind the pixels."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as opened:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if opened.width * opened.height > rules.PIXELS:
                raise rules.TooManyPixels
            return _encoded(_upright(opened), kind)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise rules.Unreadable from error


def scaled(data: bytes, kind: Kind, longest: int) -> tuple[bytes, int, int]:
    """A clean picture as JPEG with no side longer than `longest`, and its width and height; never enlarged."""
    with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as opened:
        ground = Image.new("RGB", opened.size, "white")
        opaque = opened.convert("RGBA")
        ground.paste(opaque, mask=opaque.getchannel("A"))
    ground.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return _encoded(ground, Kind.JPEG), ground.width, ground.height


def _upright(opened: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(opened)
    has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    return turned.convert("RGBA" if has_alpha and opened.format != "JPEG" else "RGB")


def _encoded(image: Image.Image, kind: Kind) -> bytes:
    image.info = {}  # a profile or comment left here would be written again
    written = io.BytesIO()
    image.save(written, FORMATS[kind], quality=88) if kind is not Kind.PNG else image.save(written, "PNG")
    return written.getvalue()


def _path_of(digest: str) -> Path:
    return _folder["path"] / digest[:2] / digest


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
