"""A unit shows its venue; the partner sees it, the stranger does not."""

import io

from PIL import Image
from sqlmodel import select

from app.photos import queries
from app.photos.models import VenuePhoto


def taken(side=(2000, 1000)):
    """A phone's photo with its place in it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "PhoneMaker"
    written = io.BytesIO()
    Image.new("RGB", side, "green").save(written, "JPEG", exif=exif)
    return io.BytesIO(written.getvalue()), "IMG_0001.jpg"


def test_photos_are_added_ordered_described_and_removed(client, cast, sign_in, acting, hall):
    sign_in(cast.lao_chen)
    url = f"/venues/{hall.id}/photos"
    assert "还没有照片" in client.get(url).text
    for words in ("全景", "入口"):
        assert client.post(url, data={"photo": taken(), "alt": words}).status_code == 302
    with acting(cast.dong) as session:
        first, second = queries.of_venue(session, hall.id)
        assert (first.alt, first.width, first.height) == ("全景", 1600, 800)
    assert client.post(f"{url}/{second.id}/forward").status_code == 302
    assert client.post(f"{url}/{second.id}/describe", data={"alt": "东门入口"}).status_code == 302
    assert client.post(f"{url}/{second.id}/describe", data={"alt": ""}).status_code == 422
    with acting(cast.dong) as session:
        assert [p.alt for p in queries.of_venue(session, hall.id)] == ["东门入口", "全景"]
    assert client.post(f"{url}/{first.id}/remove").status_code == 302
    assert "东门入口" in client.get(f"/spaces/{hall.id}").text
    assert "全景" not in client.get(f"/spaces/{hall.id}").text


def test_what_is_served_has_no_place_in_it_and_the_stranger_sees_nothing(client, cast, sign_in, acting, hall):
    sign_in(cast.lao_chen)
    client.post(f"/venues/{hall.id}/photos", data={"photo": taken(), "alt": "全景"})
    with acting(cast.dong) as session:
        (photo,) = queries.of_venue(session, hall.id)
    path = f"/venues/{hall.id}/photos/{photo.id}"
    sign_in(cast.qian)
    for size, side in (("large", (1600, 800)), ("small", (480, 240))):
        answer = client.get(f"{path}/{size}")
        assert answer.mimetype == "image/jpeg"
        with Image.open(io.BytesIO(answer.data)) as shown:
            assert shown.size == side
            assert not shown.getexif()
    assert client.get(f"{path}/huge").status_code == 404
    assert client.post(f"{path}/remove").status_code == 404  # the partner sees it and changes nothing
    sign_in(cast.wu)
    assert client.get(f"{path}/small").status_code == 404
    with acting(cast.dong) as session:
        assert len(session.exec(select(VenuePhoto)).all()) == 1


def test_what_is_no_photo_is_refused_and_nothing_typed_is_lost(client, cast, sign_in, hall):
    sign_in(cast.lao_chen)
    url = f"/venues/{hall.id}/photos"
    wrong = client.post(url, data={"photo": (io.BytesIO(b"%PDF-1.7 %%EOF"), "a.jpg"), "alt": "全景"})
    assert wrong.status_code == 422
    assert "不能上传这种文件" in wrong.text
    assert 'value="全景"' in wrong.text
    assert "请选择照片" in client.post(url, data={"alt": "全景"}).text
