"""The new PIN on its way: a block that only the HSM opens, for one card and one operation."""

from pathlib import Path

import pytest

from devices.pin import Pin
from kiosk.pin_block import PinKeyError, TerminalKey
from sandbox.hsm import TEST_TERMINAL_KEY, CardAsked, Hsm, HsmError
from sandbox.keys import TEST_ROOTS, Algorithm, decrypt, session_key

MARK, OTHER = "c8e2d4f6b0a15937c2d3e4f5a6b70819", "d9f3e5a7c1b26a48d3e4f5a6b7c8192a"
CARD = CardAsked("650100", "00814A44468660650100001234", "03", "650100D15600000500001234A1B2C3D4")
ANOTHER_CARD = CARD._replace(identifier="650100D15600000500001235A1B2C3D4")
CHALLENGE = "D0D1D2D3D4D5D6D7"
PIN = "704926"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "pin-key"
    file.write_text(TEST_TERMINAL_KEY.hex() + "\n")
    file.chmod(0o600)
    return file


def typed(digits: str) -> Pin:
    pin = Pin(16)
    for digit in digits:
        pin.put(pin.layout.index(digit))
    return pin


def given(hsm: Hsm, cipher: str, mark: str = MARK) -> str:
    return hsm.open_unblocking(mark, cipher, CARD, "C0C1C2C3C4C5C6C7", "3142536475869708").session_key


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
@pytest.mark.parametrize("digits", [PIN, "7049", "70492", "7049261835726194"])
def test_the_hsm_finds_the_pin_in_it(key_file: Path, cipher: str, digits: str) -> None:
    hsm = Hsm()
    session = TerminalKey.open(cipher, key_file).session_key(given(hsm, cipher), MARK, CARD.identifier)
    command = bytes.fromhex(hsm.command(MARK, CARD, CHALLENGE, session.seal(typed(digits))))
    keys = TEST_ROOTS.of_card(Algorithm.SM4, CARD.area, bytes.fromhex(CARD.reset_info))
    opened = decrypt(
        Algorithm.SM4, session_key(Algorithm.SM4, keys.maintenance, bytes.fromhex(CHALLENGE)), command[:-4]
    )
    assert opened == bytes.fromhex(digits + "F" * (len(digits) % 2))


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_every_pin_makes_a_block_of_one_size_and_no_two_are_alike(key_file: Path, cipher: str) -> None:
    session = TerminalKey.open(cipher, key_file).session_key(given(Hsm(), cipher), MARK, CARD.identifier)
    blocks = [session.seal(typed(digits)) for digits in ("7049", PIN, PIN)]
    assert {len(block) for block in blocks} == {88}
    assert len(set(blocks)) == len(blocks)
    assert not any(PIN in block for block in blocks)


def test_a_block_for_another_card_or_operation_opens_nothing(key_file: Path) -> None:
    hsm = Hsm()
    session = TerminalKey.open("sm4", key_file).session_key(given(hsm, "sm4"), MARK, CARD.identifier)
    given(hsm, "sm4", OTHER)
    for mark, card in ((OTHER, CARD), (MARK, ANOTHER_CARD)):
        with pytest.raises(HsmError, match="not of this operation and card"):
            hsm.command(mark, card, CHALLENGE, session.seal(typed(PIN)))


@pytest.mark.parametrize(("mark", "identifier"), [(OTHER, CARD.identifier), (MARK, ANOTHER_CARD.identifier)])
def test_a_session_key_for_something_else_is_not_taken(key_file: Path, mark: str, identifier: str) -> None:
    with pytest.raises(PinKeyError, match="not sealed for this"):
        TerminalKey.open("sm4", key_file).session_key(given(Hsm(), "sm4"), mark, identifier)


def test_a_session_key_of_another_size_is_not_taken(key_file: Path) -> None:
    with pytest.raises(PinKeyError, match="another size"):
        TerminalKey.open("aes", key_file).session_key(given(Hsm(), "sm4"), MARK, CARD.identifier)


def test_a_wiped_pin_is_not_sealed(key_file: Path) -> None:
    session, pin = TerminalKey.open("sm4", key_file).session_key(given(Hsm(), "sm4"), MARK, CARD.identifier), typed(PIN)
    pin.wipe()
    with pytest.raises(PinKeyError, match="wiped"):
        session.seal(pin)


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (None, 0o600, "cannot be read"),
        ("00" * 32, 0o644, "others may read"),
        ("00" * 16, 0o600, "16 bytes instead of 32"),
        ("not hex", 0o600, "hex digits"),
    ],
)
def test_a_key_file_of_no_use_is_named(tmp_path: Path, content: str | None, mode: int, words: str) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_text(content)
        file.chmod(mode)
    with pytest.raises(PinKeyError, match=words):
        TerminalKey.open("sm4", file)
