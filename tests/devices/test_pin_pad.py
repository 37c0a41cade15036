"""The PIN pad as the terminal sees it: which URLs there are, and what an encrypting pad may hand over."""

from collections.abc import Callable

import pytest

from devices.faults import Owner
from devices.pin import Pin
from devices.pin_pad import FAULTS, PinPad, open_pin_pad
from devices.status import State, Status


class EncryptingPad:
    """Fits the interface: what leaves it is enciphered, and opened under a session key when it is used."""

    plain = False

    def __init__(self) -> None:
        self.opened = 0

    def enter(self, pin: Pin, least: int, seconds: float, on_key: Callable[[int], None]) -> None:
        sealed = bytes(digit ^ 0x5A for digit in (3, 1, 4, 1, 5, 9))
        for count in range(1, len(sealed) + 1):
            on_key(count)
        pin.seal(len(sealed), lambda digits: self._open(sealed, digits))

    def _open(self, sealed: bytes, digits: bytearray) -> None:
        self.opened += 1
        digits[:] = bytes(byte ^ 0x5A for byte in sealed)

    def poll(self) -> Status:
        return Status(State.ONLINE, 0.0)

    def abort(self) -> None: ...

    def close(self) -> None: ...


def test_an_encrypting_pads_pin_is_opened_only_while_the_card_needs_it() -> None:
    pad, pin, counts = EncryptingPad(), Pin(), []
    fits: PinPad = pad
    fits.enter(pin, 4, 30.0, counts.append)
    assert counts == [1, 2, 3, 4, 5, 6]
    assert (pin.length, pad.opened, any(pin._values)) == (6, 0, False)
    with pin.block() as block:
        assert (block.hex(), pad.opened) == ("314159", 1)
    assert (any(block), any(pin._values)) == (False, False)


def test_two_sealed_pins_are_compared_and_a_wiped_one_is_no_more() -> None:
    one, other = Pin(), Pin()
    for pin in (one, other):
        EncryptingPad().enter(pin, 4, 30.0, lambda _: None)
    assert one.same_as(other)
    one.wipe()
    assert (one.length, one.same_as(other)) == (0, False)
    EncryptingPad().enter(one, 4, 30.0, lambda _: None)
    assert one.length == 0


@pytest.mark.parametrize("url", ["", "keys", "screen", "zt599:/dev/ttyS2", "zt598:"])
def test_an_impossible_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"PIN pad|port"):
        open_pin_pad(url)


def test_every_fault_has_its_own_id() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) == 20
    assert {fault.owner for fault in FAULTS} == set(Owner)
