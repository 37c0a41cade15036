"""Sealing between terminal and HSM: opened by the same key for the same thing, and by nothing else."""

import pytest

from sandbox.pin_sealing import SealError, opened, sealed

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_what_was_sealed_is_opened_by_the_same_key_for_the_same_thing(cipher: str):
    blob = sealed(cipher, KEY, b"a PIN", "this card")
    assert opened(cipher, KEY, blob, "this card") == b"a PIN"
    assert b"a PIN" not in blob


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_nothing_else_opens_it(cipher: str):
    blob = sealed(cipher, KEY, b"a PIN", "this card")
    for key, body, bound_to in (
        (OTHER, blob, "this card"),
        (KEY, blob, "another card"),
        (KEY, blob[:-1] + bytes((blob[-1] ^ 1,)), "this card"),
        (KEY, b"", "this card"),
    ):
        with pytest.raises(SealError):
            opened(cipher, key, body, bound_to)


def test_no_other_cipher_is_known():
    with pytest.raises(SealError):
        sealed("des", KEY, b"", "")
