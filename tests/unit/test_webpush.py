"""Encrypting for a browser and signing a request, held against the RFC's own example and a reader by others."""

from __future__ import annotations

import json
from typing import Any

import http_ece
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from hubbub import webpush
from tests.support.push import Browser, claims_of

# RFC 8291, appendix A
TEXT = b"When I grow up, I want to be a watermelon"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECORD = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
ENDPOINT = "https://push.example.net:8443/send/abc?x=1"


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(webpush.decoded(text), "big"), webpush.CURVE)


def test_the_example_of_the_rfc() -> None:
    record = webpush.encrypt(TEXT, P256DH, AUTH, salt=webpush.decoded(SALT), sender=private(SENDER))
    assert record == webpush.decoded(RECORD)


@given(st.binary(max_size=webpush.LARGEST))
def test_whatever_is_encrypted_is_read_by_its_browser(text: bytes) -> None:
    browser = Browser()
    record = webpush.encrypt(text, browser.p256dh, browser.auth)
    assert len(record) <= 4096
    assert browser.read(record) == text


def test_another_browser_reads_nothing() -> None:
    one, other = Browser(), Browser()
    with pytest.raises(http_ece.ECEException):
        other.read(webpush.encrypt(TEXT, one.p256dh, one.auth))


@pytest.mark.parametrize(("length", "padded"), [(2, 256), (256, 256), (257, 512), (3_900, 3_993), (3_993, 3_993)])
def test_what_is_padded_says_little_of_its_length(length: int, padded: int) -> None:
    assert len(webpush.padded(b"x" * length)) == padded
    assert json.loads(webpush.padded(b'{"a": 1}')) == {"a": 1}


def test_a_request_says_who_sends_it() -> None:
    key = webpush.new_key()
    header = webpush.authorization(key, ENDPOINT, "mailto:mina@example.org", 1_000_000.5)
    assert header.startswith("vapid t=")
    assert header.endswith(f", k={webpush.public_key(key)}")
    assert claims_of(header) == {
        "aud": "https://push.example.net:8443",
        "exp": 1_043_200,
        "sub": "mailto:mina@example.org",
    }


def test_the_signature_is_that_of_the_key_and_of_no_other() -> None:
    one, other = webpush.new_key(), webpush.public_key(webpush.new_key())
    header = webpush.authorization(one, ENDPOINT, "mailto:mina@example.org", 0)
    signed, _, signature = header.removeprefix("vapid t=").partition(", k=")[0].rpartition(".")
    raw = webpush.decoded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    how: Any = ec.ECDSA(hashes.SHA256())
    point(webpush.public_key(one)).verify(der, signed.encode(), how)
    with pytest.raises(InvalidSignature):
        point(other).verify(der, signed.encode(), how)


def point(public: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(webpush.CURVE, webpush.decoded(public))


def test_keys_that_a_browser_makes_are_taken() -> None:
    browser = Browser()
    assert webpush.can_receive(browser.p256dh, browser.auth)
    assert webpush.can_receive(browser.p256dh + "=", browser.auth + "==")


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        (P256DH, ""),
        (P256DH[:-4], AUTH),
        (P256DH, AUTH[:-4]),
        ("A" * 87, AUTH),
        ("B" + "A" * 86, AUTH),
        (P256DH.replace("_", "/"), AUTH),
        (P256DH, "é" * 22),
        ("\0" * 87, AUTH),
    ],
)
def test_what_is_no_key_of_a_browser_is_none(p256dh: str, auth: str) -> None:
    assert not webpush.can_receive(p256dh, auth)


@pytest.mark.parametrize("text", ["", "A", "A" * 43, "!" * 43, "A" * 42])
def test_what_is_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        webpush.public_key(text)
