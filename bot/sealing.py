"""What is kept sealed: encrypted and signed with keys that are made of SECRET_KEY.

A seal is for one purpose, such as the token of one Slack workspace: moved to another row it opens nothing.
The first key seals, any key opens, so that a new key can be put before the old one.
"""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32  # Fernet's: half of it signs, half of it encrypts
OF_OURS = b"drumbeat/sealing/1"  # another use of SECRET_KEY would name another
_BREAK = "\n"


class Unreadable(Exception):
    """None of the keys opens it, it is for another purpose, or it is too old."""


class Seals:
    """Seals and opens texts."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """Take the secrets of SECRET_KEY, the newest first; at least one."""
        keys = [Fernet(_key(one)) for one in secrets]
        self._newest = keys[0]
        self._keys = MultiFernet(keys)

    def seal(self, text: str, purpose: str, at: datetime) -> str:
        """Return the text so that nobody reads it without a key."""
        return self._keys.encrypt_at_time(_joined(purpose, text), _seconds(at)).decode()

    def open(self, sealed: str, purpose: str) -> str:
        """Return the text.

        Raises:
            Unreadable: it can't be opened, or was sealed for something else.
        """
        try:
            return _text(self._keys.decrypt(sealed.encode()), purpose)
        except InvalidToken as error:
            raise Unreadable from error

    def open_young(self, sealed: str, purpose: str, *, now: datetime, within: timedelta) -> str:
        """Return the text, where it was sealed no longer ago than that.

        Raises:
            Unreadable: as above, or it is older.
        """
        try:
            opened = self._keys.decrypt_at_time(sealed.encode(), int(within.total_seconds()), _seconds(now))
        except InvalidToken as error:
            raise Unreadable from error
        return _text(opened, purpose)

    def renewed(self, sealed: str, purpose: str) -> str | None:
        """Return the same under the newest key; None where it is under that already.

        Raises:
            Unreadable: it can't be opened.
        """
        self.open(sealed, purpose)
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self._keys.rotate(sealed).decode()
        return None


def _key(secret: str) -> bytes:
    """A key of its own for this use, whatever the secret's shape."""
    made = HKDF(SHA256(), KEY_BYTES, salt=None, info=OF_OURS).derive(secret.encode())
    return base64.urlsafe_b64encode(made)


def _joined(purpose: str, text: str) -> bytes:
    return f"{purpose}{_BREAK}{text}".encode()


def _text(opened: bytes, purpose: str) -> str:
    known, _, text = opened.decode().partition(_BREAK)
    if known != purpose:
        raise Unreadable
    return text


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
