"""The HSM on test keys: the worked reading authentication, and what it refuses."""

import pytest

from sandbox.hsm import TEST_TERMINAL_KEY, CardAsked, Hsm, HsmError
from sandbox.pin_sealing import opened, sealed

QUESTION = (
    "650100",
    "00814A44468660650100001234",
    "03",
    "650100D15600000500001234A1B2C3D4",
    "A0A1A2A3A4A5A6A7",
    "1122334455667788",
    "B0B1B2B3B4B5B6B7",
    "2132435465768798",
)


def test_both_values_of_a_generation_3_card():
    assert Hsm().authorise_reading(*QUESTION) == ("60C36CAD6DFCDAAC", "DA40CC0C5DC05B8E")


def test_the_same_by_des():
    des = (*QUESTION[:2], "01", *QUESTION[3:])
    assert Hsm().authorise_reading(*des) == ("21E160B6ED6805AB", "38655E5B1405B2C8")


def test_older_cards_are_only_asked_to_prove_themselves():
    assert Hsm().authorise_reading(*QUESTION[:6], "", "") == ("60C36CAD6DFCDAAC", "")


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        (0, "65010", "area: six digits"),
        (0, "500103", "identifier: it belongs to another area"),
        (1, "00", "reset information: 13 bytes"),
        (2, "02", "algorithm: 01"),
        (3, "zz", "identifier: hex digits"),
        (4, "", "factor: 8 bytes"),
        (7, "00", "raw challenge: 8 bytes"),
    ],
)
def test_a_malformed_item_is_refused_by_name(item: int, value: str, words: str):
    question = [*QUESTION]
    question[item] = value
    with pytest.raises(HsmError, match=words):
        Hsm().authorise_reading(*question)


MARK = "m" * 16
CARD = CardAsked(*QUESTION[:4])
BY_DES = CARD._replace(algorithm="01")
CHALLENGE = "D0D1D2D3D4D5D6D7"


def sealed_pin(hsm: Hsm, card: CardAsked, packed: str, mark: str = MARK) -> tuple[str, str]:
    """What opens the card's command, and the block of a PIN as the terminal brings it."""
    given = hsm.open_unblocking(mark, "sm4", card, "C0C1C2C3C4C5C6C7", "3142536475869708")
    bound_to = f"session-key|{mark}|{card.identifier}"
    key = opened("sm4", TEST_TERMINAL_KEY, bytes.fromhex(given.session_key), bound_to)
    digits = bytes.fromhex(packed)
    block = (bytes((len(digits),)) + digits).ljust(16, b"\0")
    return given.external_auth, sealed("sm4", key, block, f"pin-block|{mark}|{card.identifier}").hex()


@pytest.mark.parametrize(
    ("card", "opening", "reset", "unblock"),
    [
        (CARD, "7BD6DEE618F5906E", "E4C4D3E2DA062B6347113B8E26E4C4DAF7AD0853", "A7EA1859"),
        (BY_DES, "5BDDCDE6045C7626", "24F42276828921E0EF9F9138", "67955B89"),
    ],
    ids=["sm4", "des"],
)
def test_the_worked_reset_and_unblocking(card, opening, reset, unblock):
    hsm = Hsm()
    external_auth, block = sealed_pin(hsm, card, "654321")
    assert external_auth == opening
    assert hsm.command(MARK, card, CHALLENGE, block) == reset
    assert hsm.command(MARK, card, CHALLENGE, "") == unblock


def test_a_block_opens_for_its_own_operation_and_card_alone():
    hsm = Hsm()
    _, block = sealed_pin(hsm, CARD, "654321")
    sealed_pin(hsm, CARD, "654321", "n" * 16)
    another = CARD._replace(identifier=CARD.identifier[:-1] + "5")
    for mark, card in (("n" * 16, CARD), ("o" * 16, CARD), (MARK, another)):
        with pytest.raises(HsmError, match="not of this operation and card"):
            hsm.command(mark, card, CHALLENGE, block)


@pytest.mark.parametrize("packed", ["12", "12" * 9])
def test_a_block_that_holds_no_pin_is_refused(packed: str):
    hsm = Hsm()
    _, block = sealed_pin(hsm, CARD, packed)
    with pytest.raises(HsmError, match="holds no PIN"):
        hsm.command(MARK, CARD, CHALLENGE, block)
