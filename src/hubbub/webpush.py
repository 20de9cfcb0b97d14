"""Web Push as pure functions: a payload that one browser alone can read (RFC 8291), a request that names its sender
(VAPID, RFC 8292). No Django, no network.

Keys are written as browsers write them: in base64url without padding, public ones as uncompressed points.
"""

from __future__ import annotations

import base64
import json
import os
import re
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
LARGEST = 3_993  # bytes of text in the one record that every push service takes
TOKEN_LIFE = 12 * 60 * 60
BLOCK = 256  # what is sent says little about how long the text is

_BASE64URL = re.compile(r"([A-Za-z0-9_-]*)={0,2}")


def new_key() -> str:
    """A private key."""
    return _encoded(_number_of(ec.generate_private_key(CURVE)))


def public_key(private: str) -> str:
    """The public half of a private key.

    Raises:
        ValueError: it is none.
    """
    return _encoded(_point(_private(private).public_key()))


def can_receive(p256dh: str, auth: str) -> bool:
    """Whether these are a browser's keys: a point of the curve, and a secret of 16 bytes."""
    try:
        _public(p256dh)
        return len(decoded(auth)) == 16
    except ValueError:
        return False


def encrypt(
    text: bytes, p256dh: str, auth: str, *, salt: bytes = b"", sender: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """A text for the browser with these keys, as one record of `aes128gcm` (RFC 8188).

    Args:
        salt: 16 random bytes, and `sender` a new private key, unless a test says which.
    """
    salt, sender = salt or os.urandom(16), sender or ec.generate_private_key(CURVE)
    browser, ours = _public(p256dh), _point(sender.public_key())
    shared = sender.exchange(ec.ECDH(), browser)
    secret = _derived(shared, decoded(auth), b"WebPush: info\0" + _point(browser) + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    record = AESGCM(key).encrypt(nonce, text + b"\x02", None)
    return salt + (4096).to_bytes(4, "big") + bytes([len(ours)]) + ours + record


def padded(text: bytes) -> bytes:
    """JSON with white space behind it, in steps."""
    return text.ljust(min(-(-len(text) // BLOCK) * BLOCK, LARGEST))


def authorization(private: str, endpoint: str, contact: str, now: float) -> str:
    """The header with which a push service knows who sends.

    Args:
        contact: an address at which the sender can be reached: `mailto:…` or `https://…`.
        now: seconds since 1970.
    """
    key = _private(private)
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(now) + TOKEN_LIFE, "sub": contact}
    signed = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = _encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={_encoded(_point(key.public_key()))}"


def decoded(text: str) -> bytes:
    """
    Raises:
        ValueError: it is no base64url.
    """
    found = _BASE64URL.fullmatch(text)
    if not found or len(found[1]) % 4 == 1:
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(value: dict[str, object]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    data = decoded(text)
    if len(data) != 32:
        raise ValueError("not a private key of 32 bytes")
    return ec.derive_private_key(int.from_bytes(data, "big"), CURVE)


def _public(text: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(text))


def _number_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_numbers().private_value.to_bytes(32, "big")


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
