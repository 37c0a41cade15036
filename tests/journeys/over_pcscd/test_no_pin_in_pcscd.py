"""What pcscd's memory holds when a card has gone whose PIN of twelve digits was shown, missed and changed."""

from dataclasses import replace

import pytest
from process_memory import found_in_process

from devices.pin import Pin
from devices.social_security_card import PinChanged, PinVerified, PinWrong, SocialSecurityCard
from sandbox.people import Person

OLD, NEW, WRONG = "491736205184", "827160359426", "610394728155"
LAYOUT = "1234567890"


def typed(digits: str) -> Pin:
    pin = Pin(len(OLD), LAYOUT)
    for digit in digits:
        pin.put(LAYOUT.index(digit))
    return pin


@pytest.fixture
def resident(resident: Person) -> Person:
    """With PINs of twelve digits on all cards."""
    return replace(resident, cards=tuple(replace(card, chip=replace(card.chip, pin=OLD)) for card in resident.cards))


@pytest.mark.parametrize("index", [0, 1], ids=["3.0", "2.0"])
def test_no_pin_is_left_in_pcscd(insert, reader, slot, pcscd, index) -> None:
    insert(index)
    with reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        card.read_issuer()
        assert isinstance(card.verify(typed(WRONG)), PinWrong)
        assert card.verify(typed(OLD)) == PinVerified()
        assert card.change_pin(typed(OLD), typed(NEW)) == PinChanged()
    slot.pull()
    assert found_in_process(pcscd.pid, "Virtual PCD"), "the search finds what is there"
    assert {pin: found_in_process(pcscd.pid, pin) for pin in (OLD, NEW, WRONG)} == {OLD: {}, NEW: {}, WRONG: {}}
