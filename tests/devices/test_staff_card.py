"""A staff card names itself and answers one block by its own cipher; anything else is no staff card."""

import pytest

from devices.apdu import CardError
from devices.card_reader import CardFault
from devices.faults import DeviceError
from devices.staff_card import Algorithm, StaffCard
from sandbox.chip import Card
from sandbox.foreign_cards import foreign_cards
from sandbox.staff_card import NAME, StaffChip, answered

NUMBER, KEY = "00000000000010FF", bytes(range(16))


class Wire:
    """A chip at the end of a line that loses nothing."""

    atr = b""

    def __init__(self, chip: Card, spoilt: bytes = b"") -> None:
        self._chip = chip
        self._spoilt = spoilt

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        answer = self._chip.transmit(bytes(apdu))
        return answer[:-2] + self._spoilt, int.from_bytes(answer[-2:], "big")

    def close(self) -> None: ...

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None: ...


def card(chip: Card, algorithm: Algorithm = Algorithm.SM4, key: int = 0, spoilt: bytes = b"") -> StaffCard:
    return StaffCard(Wire(chip, spoilt), NAME, algorithm=algorithm, key=key)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_it_names_itself_and_answers_a_challenge(algorithm: Algorithm) -> None:
    staff = card(StaffChip(NUMBER, KEY, algorithm.value), algorithm)
    challenge = bytes(range(100, 100 + algorithm.block))
    assert staff.number() == NUMBER
    assert staff.answer(challenge) == answered(algorithm.value, KEY, challenge)


@pytest.mark.parametrize("name", foreign_cards())
def test_another_card_is_foreign(name: str) -> None:
    with pytest.raises(DeviceError) as caught:
        card(foreign_cards()[name]).number()
    assert caught.value.fault is CardFault.FOREIGN


def test_a_key_that_is_not_there_is_the_cards_refusal() -> None:
    staff = card(StaffChip(NUMBER, KEY), key=5)
    staff.number()
    with pytest.raises(CardError, match="6A88"):
        staff.answer(bytes(16))


def test_a_challenge_of_another_length_never_goes_out() -> None:
    with pytest.raises(DeviceError, match="8 bytes"):
        card(StaffChip(NUMBER, KEY)).answer(bytes(8))


def test_a_number_of_another_length_is_malformed() -> None:
    with pytest.raises(DeviceError) as caught:
        card(StaffChip(NUMBER, KEY), spoilt=b"\0").number()
    assert caught.value.fault is CardFault.MALFORMED
