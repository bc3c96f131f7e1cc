import io

import pytest
from PIL import Image

from app.files import gateways, rules
from app.files.models import Kind


def picture(kind: str, size=(40, 20), **options) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, kind, **options)
    return written.getvalue()


def test_bytes_are_kept_once_under_their_hash(tmp_path):
    gateways.use_folder(tmp_path)
    digest = gateways.keep(b"paper")
    assert gateways.keep(b"paper") == digest
    assert gateways.read(digest) == b"paper"
    (kept,) = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_what_was_never_kept_is_not_found(tmp_path):
    gateways.use_folder(tmp_path)
    with pytest.raises(gateways.NotFound):
        gateways.read("0" * 64)


def test_a_photo_loses_place_and_device_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    clean = gateways.without_metadata(picture("JPEG", exif=exif, comment="secret"), Kind.JPEG)
    assert b"PhoneMaker" not in clean
    assert b"secret" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert image.size == (20, 40)
        assert not image.getexif()


@pytest.mark.parametrize(("kind", "pillow"), [(Kind.PNG, "PNG"), (Kind.WEBP, "WEBP"), (Kind.JPEG, "JPEG")])
def test_every_image_kind_is_drawn_anew(kind, pillow):
    clean = gateways.without_metadata(picture(pillow), kind)
    assert rules.kind_of(clean) is kind


def test_a_seal_keeps_its_transparent_ground():
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (200, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(gateways.without_metadata(written.getvalue(), Kind.PNG))) as image:
        assert image.mode == "RGBA"


def test_a_truncated_image_is_unreadable():
    with pytest.raises(rules.Unreadable):
        gateways.without_metadata(picture("JPEG", size=(400, 400))[:-300], Kind.JPEG)


def test_a_flat_giant_is_refused_before_it_is_unpacked():
    with pytest.raises(rules.TooManyPixels):
        gateways.without_metadata(picture("PNG", size=(9000, 5000)), Kind.PNG)
