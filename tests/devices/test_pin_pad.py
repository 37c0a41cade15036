"""The PIN pad as the terminal sees it, and the one whose keys the screen draws."""

import threading
from collections.abc import Callable

import pytest

from devices.faults import DeviceError, Fault, Owner
from devices.pin_pad import FAULTS, PinPadFault, ScreenPad, open_pin_pad
from devices.status import State


def typing(pad: ScreenPad, then: Callable[[], None], digits: int = 0) -> Callable[[int], None]:
    """What the screen does, from its own thread, once the page is up."""
    up = threading.Event()

    def screen() -> None:
        while (handle := pad.handle) is None:
            up.wait(0.001)
        for position in range(digits):
            handle.put(position)
            pad.touched()
        then()

    threading.Thread(target=screen, daemon=True).start()
    return lambda _: None


def fault_of(pad: ScreenPad, on_count: Callable[[int], None], seconds: float = 2.0) -> Fault:
    with pytest.raises(DeviceError) as caught:
        pad.enter(4, 6, seconds, on_count)
    assert pad.handle is None
    return caught.value.fault


def test_digits_typed_on_the_screen_are_the_pin() -> None:
    pad = ScreenPad()
    with pad.enter(4, 6, 2.0, typing(pad, pad.confirm, digits=6)) as pin, pin.block() as block:
        assert block.hex() == "123456"
    assert pad.handle is None


def test_confirming_too_early_is_passed_over() -> None:
    pad = ScreenPad()
    assert fault_of(pad, typing(pad, lambda: (pad.confirm(), pad.cancel()), digits=3)) is PinPadFault.CANCELLED


def test_a_resident_may_cancel_or_walk_away_and_the_session_may_end() -> None:
    pad = ScreenPad()
    assert fault_of(pad, typing(pad, pad.cancel, digits=2)) is PinPadFault.CANCELLED
    assert fault_of(pad, typing(pad, pad.abort, digits=2)) is PinPadFault.STOPPED
    assert fault_of(pad, lambda _: None, seconds=0.01) is PinPadFault.TIMED_OUT


def test_the_screens_pad_is_plain_and_online() -> None:
    pad = open_pin_pad("screen")
    assert pad.plain
    assert pad.poll().state is State.ONLINE


@pytest.mark.parametrize("url", ["", "keys", "zt599:/dev/ttyS2", "zt598:"])
def test_an_impossible_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"PIN pad|port"):
        open_pin_pad(url)


def test_every_fault_has_its_own_id() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) == 20
    assert {fault.owner for fault in FAULTS} == set(Owner)
