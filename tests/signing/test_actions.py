"""Each town signs its own place with its own certificate; nothing is lost, and every changed byte is found."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import marks
import pytest
import racing
from cast import Cast
from freezegun import freeze_time
from marks import NOW, PASSPHRASE, certificate, issued
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from sqlmodel import Session, select

from app.accounts.models import Authorisation
from app.certificates import rules as certificate_rules
from app.consents.rules import NotTheSigner
from app.documents import gateways as documents
from app.files import gateways as files
from app.kit import clock, vault
from app.kit.actor import Actor
from app.kit.db import transaction
from app.kit.errors import NotFound
from app.pades.rules import Order
from app.renditions import queries as renditions
from app.renditions.models import Rendition, RenditionFace
from app.renditions.rules import NotIssued, NotYourPlace
from app.signing import actions, gateways, queries, rules
from app.signing.models import Signature, SignDraft

PDFSIG = shutil.which("pdfsig")


def sign(session: Session, cast: Cast, document, person, kept, place: int) -> Signature:
    draft = SignDraft(place=place, certificate_id=kept.id, passphrase=PASSPHRASE)
    made = actions.sign(session, document.id, draft, actor=cast.actor(person), now=NOW)
    session.commit()
    return made


def signed_by_both(engine, cast: Cast, reaching) -> tuple:
    document = issued(engine, cast)
    for town, person, place in ((cast.qi, cast.xu, 2), (cast.dong, cast.shen, 1)):
        session = reaching(town, now=NOW)
        sign(session, cast, document, person, certificate(session, cast, town, person), place)
    return session, document, documents.kept(document, queries.base_of(session, document)[0])


def test_both_towns_sign_in_any_order_and_each_file_is_kept(engine, cast: Cast, reaching) -> None:
    session, document, whole = signed_by_both(engine, cast, reaching)
    first, second = renditions.of_document(session, document.id)
    assert (first.extends, second.extends) == (document.pdf_hash, first.sha256)
    assert second.names == ["中国共产党Q镇委员会", "中国共产党D镇委员会"]
    before = documents.kept(document, first.sha256)
    assert whole.startswith(before)
    assert before.startswith(documents.kept(document, document.pdf_hash))
    found = {e.field: e for e in gateways.examine(whole)}
    assert {e.problem for e in found.values()} == {""}
    assert found["place-1"].subject.startswith("中共D镇委员会（测试样章）")
    assert found["place-1"].signed_at == NOW
    faces = session.exec(select(RenditionFace).order_by(RenditionFace.step)).all()
    assert [len(face.states) for face in faces] == [1, 2]
    assert faces[1].states[0] == {"name": "中国共产党Q镇委员会", "on": "2026-11-02", "state": "trial"}


@pytest.mark.skipif(PDFSIG is None, reason="poppler-utils is not installed")
def test_an_independent_program_finds_both_valid_and_one_changed_byte(engine, cast, reaching, tmp_path: Path) -> None:
    _, document, whole = signed_by_both(engine, cast, reaching)
    assert asked(whole, tmp_path).count("Signature is Valid") == 2
    changed = bytearray(whole)
    changed[len(documents.kept(document, document.pdf_hash)) // 2] ^= 1
    said = asked(bytes(changed), tmp_path)
    assert "Signature is Valid" not in said
    assert said.count("Digest Mismatch") == 2


def asked(pdf: bytes, folder: Path) -> str:
    """What pdfsig says, without a store of trusted authorities."""
    (folder / "asked.pdf").write_bytes(pdf)
    surroundings = {**os.environ, "HOME": str(folder)}
    return subprocess.run(
        [PDFSIG, "asked.pdf"], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    ).stdout


def test_a_changed_byte_and_appended_content_are_found(engine, cast: Cast, reaching) -> None:
    _, document, whole = signed_by_both(engine, cast, reaching)
    base = len(documents.kept(document, document.pdf_hash))
    for spot in (100, base // 2, base - 50):
        changed = bytearray(whole)
        changed[spot] ^= 1
        assert all(e.problem for e in gateways.examine(bytes(changed)))
    assert {e.problem for e in gateways.examine(whole + b"\n% more")} == {"文件末尾被添加了内容"}
    assert gateways.examine(b"%PDF-1.7 broken") == ()


def test_an_unlisted_authority_is_said_to_be_unlisted(engine, cast: Cast, reaching, tmp_path: Path) -> None:
    _, _, whole = signed_by_both(engine, cast, reaching)
    from cryptography.hazmat.primitives.serialization import Encoding

    (tmp_path / "root.pem").write_bytes(marks.authority().root.public_bytes(Encoding.PEM))
    assert not any(e.is_listed for e in gateways.examine(whole))
    gateways.use_roots(tmp_path)
    try:
        assert all(e.is_listed for e in gateways.examine(whole))
    finally:
        gateways.use_roots(Path("var/trust"))


def test_who_may_not_sign(engine, cast: Cast, reaching) -> None:
    document = issued(engine, cast)
    session = reaching(cast.dong, now=NOW)
    kept = certificate(session, cast, cast.dong, cast.shen)
    session.commit()

    def refused(refusal, person, place=1, passphrase=PASSPHRASE):
        draft = SignDraft(place=place, certificate_id=kept.id, passphrase=passphrase)
        with pytest.raises(refusal):
            actions.sign(session, document.id, draft, actor=cast.actor(person), now=NOW)

    for person in (cast.ma, cast.he, cast.lao_chen, cast.operator):
        refused(NotTheSigner, person)
    refused(NotYourPlace, cast.shen, place=2)
    refused(certificate_rules.WrongPassphrase, cast.shen, passphrase="another")
    sign(session, cast, document, cast.shen, kept, 1)
    refused(rules.AlreadySigned, cast.shen)
    draft = SignDraft(place=2, certificate_id=kept.id, passphrase=PASSPHRASE)
    partner = reaching(cast.qi, now=NOW)
    with pytest.raises(NotFound):  # the other town's certificate is not there
        actions.sign(partner, document.id, draft, actor=cast.actor(cast.xu), now=NOW)


def test_a_deputy_signs_with_a_dated_authorisation(engine, cast: Cast, reaching) -> None:
    document = issued(engine, cast)
    session = reaching(cast.dong, now=NOW)
    kept = certificate(session, cast, cast.dong, cast.shen)
    today = clock.to_town(NOW).date()
    deputy = {"secretary_id": cast.shen.id, "deputy_id": cast.zhu.id, "from_on": today, "until_on": today}
    session.add(Authorisation(town_id=cast.dong.id, basis="党委会", **deputy))
    session.flush()
    made = sign(session, cast, document, cast.zhu, kept, 1)
    assert (made.shown_name, made.signed_for_name) == ("朱敏（代签）", "沈卫东")


def test_a_document_without_a_file_is_not_signed(engine, cast: Cast, reaching, session) -> None:
    from app.documents import actions as issuing

    given = {"partnership_id": cast.pair.id, "actor": cast.actor(cast.shen), "now": NOW}
    import papers

    document = issuing.issue(session, papers.minutes(), papers.draft(), **given)
    with pytest.raises(NotIssued):
        renditions.get_locked(session, document.id)


def elsewhere(pdf: bytes, cast: Cast, organ: str, place: int, container) -> bytes:
    """What a signing program on somebody's desk makes of the file."""
    order = Order(
        place=place,
        places=2,
        organ=organ,
        certificate=container.certificate,
        chain=container.chain,
        key=container.key,
        revocation=b"",
        at=NOW,
        mark=gateways.mark(organ, "徐建国", "2026-11-02", is_trial=True),
    )
    return gateways.sign(pdf, order)


def test_a_file_signed_elsewhere_is_taken_only_if_it_is_ours_and_by_a_registered_certificate(
    engine, cast: Cast, reaching
) -> None:
    from app.certificates import gateways as containers

    document = issued(engine, cast)
    session = reaching(cast.qi, now=NOW)
    actor = cast.actor(cast.xu)
    container = containers.opened(marks.authority().container("中共Q镇委员会"), PASSPHRASE)
    good = elsewhere(actions.to_sign(session, document), cast, "中国共产党Q镇委员会", 2, container)

    with pytest.raises(rules.ForeignCertificate):
        actions.keep_signed(session, document.id, good, actor=actor, now=NOW)
    bare = container.certificate.public_bytes(__import__("cryptography").hazmat.primitives.serialization.Encoding.DER)
    kept = certificate(session, cast, cast.qi, cast.xu, data=bare, revocation=[], passphrase="")
    assert not kept.has_key
    for data, refusal in (
        (marks.printed("letter"), rules.NotOurFile),
        (documents.kept(document, document.pdf_hash) + b"\n%%EOF", rules.NotOurFile),
        (actions.to_sign(session, document) + b"\n%%EOF", rules.NothingSigned),
        (good[:-200] + b"x" + good[-199:], rules.NothingSigned),
    ):
        with pytest.raises((refusal, rules.NotIntact)):
            actions.keep_signed(session, document.id, data, actor=actor, now=NOW)
    made = actions.keep_signed(session, document.id, good, actor=actor, now=NOW)
    assert (made.place, made.is_elsewhere) == (2, True)
    with pytest.raises((rules.NotOurFile, rules.NothingSigned)):
        actions.keep_signed(session, document.id, good, actor=actor, now=NOW)


def rewritten(pdf: bytes) -> bytes:
    """The same bytes, continued by another text on the first page: a signature over it would be whole."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 400 400 re f"))
    writer.update_container(page)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def covered(pdf: bytes) -> bytes:
    """The same bytes with a field as large as the page: what is drawn in it would hide the text."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec("stamp", on_page=0, box=(0, 0, 590, 840)))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_signature_over_another_text_is_refused(engine, cast: Cast, reaching) -> None:
    from app.certificates import gateways as containers

    document = issued(engine, cast)
    session = reaching(cast.qi, now=NOW)
    certificate(session, cast, cast.qi, cast.xu)
    container = containers.opened(marks.authority().container("中共Q镇委员会"), PASSPHRASE)
    prepared = actions.to_sign(session, document)
    assert prepared == actions.to_sign(session, document), "whoever downloads it again gets the same file"
    for forged in (rewritten(prepared), covered(prepared)):
        data = elsewhere(forged, cast, "中国共产党Q镇委员会", 2, container)
        assert {e.problem for e in gateways.examine(data)} == {""}, "the signature itself is whole"
        with pytest.raises(rules.AnotherText):
            actions.keep_signed(session, document.id, data, actor=cast.actor(cast.xu), now=NOW)
    assert not queries.of_document(session, document.id)


def sign_at_once(engine, folder, key, cast_ids, document_id, certificate_id, place):
    """One town's signature in a process of its own."""
    pair, town, person, name = cast_ids
    vault.use_key(key)
    files.use_folder(folder)
    with transaction(engine, marks.Reach(frozenset({town}), frozenset({pair})), now=NOW) as session:
        draft = SignDraft(place=place, certificate_id=certificate_id, passphrase=PASSPHRASE)
        made = actions.sign(session, document_id, draft, actor=Actor(person, town, name), now=NOW)
        return made.place


@pytest.mark.timeout(300)
def test_two_towns_at_once_lose_no_signature(engine, cast: Cast, reaching, config) -> None:
    document, deeds = issued(engine, cast), []
    for town, person, place in ((cast.dong, cast.shen, 1), (cast.qi, cast.xu, 2)):
        with reaching(town, now=NOW) as session:
            kept = certificate(session, cast, town, person)
            session.commit()
        who = (cast.pair.id, town.id, person.id, person.name)
        deeds.append((sign_at_once, (config.FILES, config.AUDIT_KEY, who, document.id, kept.id, place)))
    assert racing.race(config.DATABASE_URL, deeds) == [1, 2]
    session = reaching(cast.dong)
    base, step = queries.base_of(session, document)
    assert step == 2
    assert sorted(e.field for e in gateways.examine(documents.kept(document, base)) if not e.problem) == [
        "place-1",
        "place-2",
    ]
    made = session.exec(select(Rendition)).all()
    assert sorted(len(r.names) for r in made) == [1, 2]


def test_what_was_signed_in_time_still_holds_years_later(engine, cast: Cast, reaching) -> None:
    _, _, whole = signed_by_both(engine, cast, reaching)
    with freeze_time("2036-01-01"):
        assert {e.problem for e in gateways.examine(whole)} == {""}
