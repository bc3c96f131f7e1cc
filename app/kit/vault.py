"""Secrets kept in the database: locked with a key that is derived from the installation's, which lies outside of it."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.kit.errors import Refusal
from app.kit.i18n import N_

NONCE = 12
_key = {"derived": b""}


class VaultClosed(Refusal):
    message = N_("密钥容器无法打开：安装密钥与保存时不一致，请联系系统管理员核对备份，或重新导入")


def use_key(secret: str) -> None:
    """Set once at start. The derived key serves nothing else, and the secret cannot be told from it."""
    _key["derived"] = HKDF(SHA256(), 32, salt=None, info=b"linqiao vault").derive(secret.encode())


def locked(data: bytes, about: str) -> bytes:
    """The data encrypted (AES-256-GCM); it opens only for the same `about`, so rows cannot be exchanged."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key["derived"]).encrypt(nonce, data, about.encode())


def unlocked(sealed: bytes, about: str) -> bytes:
    """Raises VaultClosed when the key, the data or what it is about is another."""
    try:
        return AESGCM(_key["derived"]).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except InvalidTag as wrong:
        raise VaultClosed from wrong
