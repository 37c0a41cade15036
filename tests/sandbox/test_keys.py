"""The key arithmetic, against the worked values for both ciphers."""

import pytest

from sandbox.keys import (
    TEST_ROOTS,
    Algorithm,
    authentication_value,
    card_key,
    decrypt,
    diversify,
    encipher,
    encrypt,
    factors,
    mac,
    session_key,
)

AREA = "650100"
HISTORICAL = bytes.fromhex("00814A44468660650100001234")
SM4, DES = Algorithm.SM4, Algorithm.DES


def h(text: str) -> bytes:
    return bytes.fromhex(text)


def keys_of(algorithm: Algorithm):
    return TEST_ROOTS.of_card(algorithm, AREA, HISTORICAL)


def test_sm4_agrees_with_its_standard_vector():
    key = h("0123456789ABCDEFFEDCBA9876543210")
    assert encipher(SM4, key, key) == h("681EDF34D206965E86B3E94F536E4246")


def test_single_des_agrees_with_its_standard_vector():
    assert encipher(DES, h("133457799BBCDFF1"), h("0123456789ABCDEF")) == h("85E813540F0AB405")


def test_the_three_factors_are_province_city_and_card():
    assert factors(AREA, HISTORICAL) == (h("3635303030307368"), h("3635303130307378"), h("8660650100001234"))


def test_in_province_33_the_city_factor_ends_in_zeros():
    assert factors("330106", HISTORICAL)[1] == b"330100sx"


@pytest.mark.parametrize(
    ("root", "levels"),
    [
        (
            TEST_ROOTS.internal,
            "68659D45A9C9DC36D8514DE313612AF2 C71E17FC3727307412D9A953A5D6E96E B9811B08C0114842D545841CD1BD4D66",
        ),
        (
            TEST_ROOTS.reading,
            "6554DEB5E65B59F8AFB44ED2F0EBF5DD 5FBE81B35F8A3F1ACBF5CC6903FAAC28 C948DFA0E8E045FE96ADF74963DD9F21",
        ),
        (
            TEST_ROOTS.unblocking,
            "A450859C6C351EF80D2AAF62116D8DFF 2257E725093580DB5E09BDE9CA30D4EE 4EB3F3496219A48240C02826705051A8",
        ),
        (
            TEST_ROOTS.maintenance,
            "B192706BD8F78A04A72B2ABB92401A64 C08A720E9CCFD7DE31C9E3B0AA287F5B 66B9758536A72BB9B8F1E134F6EF78CD",
        ),
    ],
)
def test_sm4_keys_come_down_level_by_level(root: bytes, levels: str):
    key = root
    for factor, expected in zip(factors(AREA, HISTORICAL), levels.split(), strict=True):
        key = diversify(SM4, key, factor)
        assert key == h(expected)
    assert card_key(SM4, root, AREA, HISTORICAL) == key


def test_des_card_keys():
    assert keys_of(DES).as_hex() == {
        "IRK": "0A4BE9FC35CAD4C366511533267539F4",
        "RKSSSE": "0B8EF906FB4FBEEA196376FE70E0D0F1",
        "PUK": "D58C6D4A6E3A2DE305530633F5DEF2C1",
        "STKSSSE": "6818D47B1F58511E3F5A648CDEA4A3AE",
    }


@pytest.mark.parametrize(
    ("algorithm", "key", "challenge", "expected"),
    [
        (SM4, "internal", "A0A1A2A3A4A5A6A7", "1E2EE3CAAD10501087E287B9B16A2D35"),
        (SM4, "reading", "B0B1B2B3B4B5B6B7", "AA1527712292D10CE843FCE074FACFD8"),
        (SM4, "unblocking", "C0C1C2C3C4C5C6C7", "2EBB9D0184A832D65B61A3948FD57018"),
        (SM4, "maintenance", "D0D1D2D3D4D5D6D7", "F55D3AD31AF4F7638A2A366D44075561"),
        (DES, "internal", "A0A1A2A3A4A5A6A7", "FE73270153BF5C41"),
        (DES, "maintenance", "D0D1D2D3D4D5D6D7", "6F697BB51FE44E54"),
    ],
)
def test_session_keys(algorithm: Algorithm, key: str, challenge: str, expected: str):
    assert session_key(algorithm, getattr(keys_of(algorithm), key), h(challenge)) == h(expected)


def test_a_short_challenge_is_filled_with_zeros():
    key = keys_of(SM4).internal
    assert session_key(SM4, key, h("A0A1A2A3")) == session_key(SM4, key, h("A0A1A2A3" + "00" * 12))


@pytest.mark.parametrize(
    ("algorithm", "key", "factor", "raw", "expected"),
    [
        (SM4, "internal", "A0A1A2A3A4A5A6A7", "1122334455667788", "60C36CAD6DFCDAAC"),
        (SM4, "reading", "B0B1B2B3B4B5B6B7", "2132435465768798", "DA40CC0C5DC05B8E"),
        (SM4, "unblocking", "C0C1C2C3C4C5C6C7", "3142536475869708", "7BD6DEE618F5906E"),
        (DES, "internal", "A0A1A2A3A4A5A6A7", "1122334455667788", "21E160B6ED6805AB"),
        (DES, "reading", "B0B1B2B3B4B5B6B7", "2132435465768798", "38655E5B1405B2C8"),
        (DES, "unblocking", "C0C1C2C3C4C5C6C7", "3142536475869708", "5BDDCDE6045C7626"),
    ],
)
def test_authentication_values(algorithm: Algorithm, key: str, factor: str, raw: str, expected: str):
    session = session_key(algorithm, getattr(keys_of(algorithm), key), h(factor))
    assert authentication_value(algorithm, session, h(raw)) == h(expected)


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [(SM4, "E4C4D3E2DA062B6347113B8E26E4C4DA"), (DES, "24F42276828921E0")],
)
def test_a_new_pin_is_enciphered_and_comes_back(algorithm: Algorithm, expected: str):
    session = session_key(algorithm, keys_of(algorithm).maintenance, h("D0D1D2D3D4D5D6D7"))
    assert encrypt(algorithm, session, h("654321")) == h(expected)
    assert decrypt(algorithm, session, h(expected)) == h("654321")


def test_a_block_that_comes_out_even_is_not_padded():
    assert len(encrypt(DES, h("133457799BBCDFF1"), bytes(7))) == 8


def test_a_length_byte_beyond_the_block_deciphers_to_nothing():
    session = h("6F697BB51FE44E54")
    assert decrypt(DES, session, encipher(DES, session, h("FF00000000000000"))) is None


@pytest.mark.parametrize(
    ("algorithm", "message", "expected"),
    [
        (SM4, "8424000114 E4C4D3E2DA062B6347113B8E26E4C4DA", "F7AD0853"),
        (SM4, "8424000004", "A7EA1859"),
        (SM4, "841E000104", "7990B1A1"),
        (SM4, "8416000004", "B4704E49"),
        (DES, "842400010C 24F42276828921E0", "EF9F9138"),
        (DES, "8424000004", "67955B89"),
    ],
)
def test_macs_of_protected_commands(algorithm: Algorithm, message: str, expected: str):
    session = session_key(algorithm, keys_of(algorithm).maintenance, h("D0D1D2D3D4D5D6D7"))
    assert mac(algorithm, session, h(message)) == h(expected)


def test_key_sets_do_not_show_their_keys():
    assert "00112233" not in repr(TEST_ROOTS)
