"""Certificates of organs: whose they are, until when they hold, and how their containers are kept."""

from datetime import timedelta

import pytest
from cast import Cast
from cryptography import x509
from marks import NOW, PASSPHRASE, authority, certificate, organ_of

from app.certificates import actions, gateways, queries, rules
from app.certificates.models import SigningCertificate
from app.consents.rules import NotTheSigner
from app.demo.certificates import Authority
from app.kit import vault
from app.kit.errors import NotFound


def test_the_container_lies_under_two_locks(session, cast: Cast) -> None:
    kept = certificate(session, cast, cast.dong, cast.shen)
    assert PASSPHRASE.encode() not in kept.vault
    inside = vault.unlocked(kept.vault, f"signing_certificate:{kept.organ_id}:{kept.fingerprint}")
    assert gateways.opened(inside, PASSPHRASE).key is not None  # the second lock is the container's own
    with pytest.raises(rules.WrongPassphrase):
        gateways.opened(inside, "another")
    with pytest.raises(vault.VaultClosed):
        vault.unlocked(kept.vault, "signing_certificate:of-another-organ")
    assert actions.unlocked(kept, PASSPHRASE).key is not None
    actions.end(session, kept.id, actor=cast.actor(cast.shen), now=NOW)
    assert kept.vault is None


def test_what_does_not_stand_for_the_organ_is_refused(session, cast: Cast) -> None:
    organ = organ_of(session, cast.dong).full_name
    short = authority().container(organ, days=timedelta(days=10))
    other = Authority.make(NOW - timedelta(days=1))
    gone = x509.load_pem_x509_certificate(gateways.opened(authority().container(organ), PASSPHRASE).pem())
    for changes, refusal in (
        ({"passphrase": "wrong"}, rules.WrongPassphrase),
        ({"data": b"nonsense"}, rules.Unreadable),
        ({"data": authority().container("中共外镇委员会")}, rules.AnotherName),
        ({"data": short}, rules.Expired),
        ({"revocation": []}, rules.RevocationMissing),
        ({"revocation": [other.revocation()]}, rules.RevocationMissing),
        ({"revocation": [authority().revocation(days=timedelta(days=2))]}, rules.RevocationOld),
    ):
        with pytest.raises(refusal):
            certificate(session, cast, cast.dong, cast.shen, **changes)
    container = authority().container(organ)
    revoked = authority().revocation(gateways.opened(container, PASSPHRASE).certificate)
    with pytest.raises(rules.Revoked):
        certificate(session, cast, cast.dong, cast.shen, data=container, revocation=[revoked])
    assert not gateways.describe(gone).is_authority
    checked = certificate(session, cast, cast.dong, cast.shen, data=authority().container("D镇党务专用"), checked=True)
    assert checked.is_trial


def test_only_the_towns_signer_keeps_certificates(session, reaching, cast: Cast) -> None:
    for person in (cast.ma, cast.he, cast.operator):
        with pytest.raises((NotTheSigner, NotFound)):
            certificate(session, cast, cast.dong, person)
    kept = certificate(session, cast, cast.dong, cast.shen)
    data = vault.unlocked(kept.vault, f"signing_certificate:{kept.organ_id}:{kept.fingerprint}")
    with pytest.raises(rules.AlreadyKept):
        certificate(session, cast, cast.dong, cast.shen, data=data)
    session.commit()
    assert queries.of_town(reaching(cast.qi), cast.dong.id) == []


def test_an_old_list_is_renewed_before_signing(session, cast: Cast) -> None:
    soon = authority().revocation(days=timedelta(days=40))
    kept = certificate(session, cast, cast.dong, cast.shen, revocation=[soon])
    later = NOW + timedelta(days=30)
    with pytest.raises(rules.RevocationOld):
        rules.check_in_use(kept, later)
    assert queries.worn(session, later)[1] == [kept]
    actions.renew_revocation(session, kept.id, [authority().revocation()], actor=cast.actor(cast.shen), now=NOW)
    rules.check_in_use(kept, later)
    assert queries.worn(session, later)[1] == []


def test_a_newer_list_that_names_the_certificate_ends_it(session, cast: Cast) -> None:
    """The older list is still fresh and does not know: it must not sign on."""
    container = authority().container(organ_of(session, cast.dong).full_name)
    kept = certificate(session, cast, cast.dong, cast.shen, data=container)
    newer = authority().revocation(gateways.opened(container, PASSPHRASE).certificate)
    actions.renew_revocation(session, kept.id, [newer], actor=cast.actor(cast.shen), now=NOW)
    assert (kept.ended_at, kept.vault) == (NOW, None)
    with pytest.raises(rules.Ended):
        rules.check_in_use(kept, NOW)


def test_how_a_certificate_stands_is_said_in_words() -> None:
    far = NOW + timedelta(days=400)
    kept = SigningCertificate(valid_from=NOW, valid_until=far, vault=b"x", revocation_until=far)
    assert rules.state_of(kept, NOW)[1] == "good"
    assert rules.state_of(kept, far - timedelta(days=3))[1] == "warn"
    assert rules.state_of(kept, far + timedelta(days=3))[1] == "bad"
    kept.ended_at = NOW
    assert rules.state_of(kept, NOW)[0] == "已停用"
