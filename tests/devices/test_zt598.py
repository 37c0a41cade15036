"""The ZT598 driver over a real wire: keys, faults, frames by length; no digit is ever shown."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.faults import DeviceError, Fault
from devices.pin import Pin
from devices.pin_pad import PinPadFault, open_pin_pad
from devices.status import State
from devices.zt598 import Damage, PadTimeouts, Pressed, Reply, Stream, Zt598, build
from sandbox.pin_pad import PinPadSimulator

TIMES = PadTimeouts(answer=0.4, poll_every=0.0, reopen_every=0.0)


@pytest.fixture(params=[False, True], ids=["socket", "pty"])
def simulator(request: pytest.FixtureRequest) -> Iterator[PinPadSimulator]:
    simulator = PinPadSimulator(port=0, pty=request.param)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def pad(simulator: PinPadSimulator) -> Iterator[Zt598]:
    pad = Zt598(simulator.url.removeprefix("zt598:"), timeouts=TIMES)
    yield pad
    pad.close()


@pytest.fixture
def once_open(simulator: PinPadSimulator) -> Iterator[Callable[[Callable[[], object]], None]]:
    """Does something as soon as the pad's keys are open, on a thread of its own."""
    threads: list[threading.Thread] = []

    def soon(act: Callable[[], object]) -> None:
        def run() -> None:
            deadline = time.monotonic() + 20
            while not simulator.mode and time.monotonic() < deadline:
                time.sleep(0.001)
            act()

        threads.append(threading.Thread(target=run))
        threads[-1].start()

    yield soon
    for thread in threads:
        thread.join(20)


@pytest.fixture
def resident(simulator: PinPadSimulator, once_open: Callable[..., None]) -> Callable[..., None]:
    """Does something to the pad as soon as its keys are open."""
    return lambda *command: once_open(lambda: simulator.command(*command))


def enter(pad: Zt598, seconds: float = 20.0, counts: list[int] | None = None) -> str:
    with Pin(6) as pin:
        pad.enter(pin, 4, seconds, (counts if counts is not None else []).append)
        with pin.block() as block:
            return block.hex().upper()


def fault_of(call: Callable[[], object]) -> Fault:
    with pytest.raises(DeviceError) as caught:
        call()
    assert "314159" not in f"{caught.value!r}{caught.value}"
    return caught.value.fault


def test_a_pin_is_typed_and_the_pad_forgets_it(simulator: PinPadSimulator, pad: Zt598, resident) -> None:
    counts: list[int] = []
    resident("type", "314159")
    assert enter(pad, counts=counts) == "314159"
    assert counts == [1, 2, 3, 4, 5, 6]
    assert (simulator.mode, simulator.held) == ("", 0)
    assert simulator.log[-1] == bytes.fromhex("02 30 30 34 35 30 33 32 03 33 33")


def test_the_keys_that_a_pin_does_not_need_do_nothing(pad: Zt598, resident) -> None:
    resident("press", *"31", "00", ".", "F1", *"4159", "enter")
    assert enter(pad) == "314159"


def test_correction_takes_all_digits_back(pad: Zt598, resident) -> None:
    counts: list[int] = []
    resident("press", *"99", "clear", *"3141", "enter")
    assert enter(pad, counts=counts) == "3141"
    assert counts == [1, 2, 0, 1, 2, 3, 4]


def test_confirming_too_early_is_passed_over_and_more_digits_than_fit_too(pad: Zt598, resident) -> None:
    resident("press", *"314", "enter", *"15926", "enter")
    assert enter(pad) == "314159"


def test_cancel_ends_it_and_the_next_entry_is_fresh(simulator: PinPadSimulator, pad: Zt598, resident) -> None:
    resident("press", *"31", "cancel")
    assert fault_of(lambda: enter(pad)) is PinPadFault.CANCELLED
    assert simulator.mode == ""
    resident("type", "1234")
    assert enter(pad) == "1234"


def test_a_pause_that_is_too_long_is_noticed_here(simulator: PinPadSimulator, pad: Zt598) -> None:
    assert fault_of(lambda: enter(pad, seconds=0.03)) is PinPadFault.TIMED_OUT
    assert simulator.mode == ""


def test_the_pads_own_limit_is_the_same_fault(pad: Zt598, resident) -> None:
    resident("expire")
    assert fault_of(lambda: enter(pad)) is PinPadFault.TIMED_OUT


def test_the_pad_closes_its_keys_by_itself_when_the_terminal_is_gone() -> None:
    simulator = PinPadSimulator(port=0, second=0.001)
    simulator.start()
    pad = Zt598(simulator.url.removeprefix("zt598:"), timeouts=TIMES)
    assert fault_of(lambda: enter(pad, seconds=5)) is PinPadFault.TIMED_OUT
    pad.close()
    simulator.stop()


def test_whatever_breaks_off_an_entry_leaves_nothing_in_the_pad(
    simulator: PinPadSimulator, pad: Zt598, resident
) -> None:
    def stumble(_: int) -> None:
        raise KeyboardInterrupt

    resident("press", "3")
    pin = Pin(6)
    with pytest.raises(KeyboardInterrupt):
        pad.enter(pin, 4, 2.0, stumble)
    assert (simulator.mode, pin.length, any(pin._values)) == ("", 0, False)


def test_a_pin_that_is_wiped_while_it_is_typed_ends_the_entry(
    simulator: PinPadSimulator, pad: Zt598, once_open: Callable[..., None]
) -> None:
    pin = Pin(6)
    once_open(pin.wipe)
    assert fault_of(lambda: pad.enter(pin, 4, 60, lambda _: None)) is PinPadFault.STOPPED
    assert simulator.mode == ""


def test_an_abort_closes_the_keys(simulator: PinPadSimulator, pad: Zt598, once_open: Callable[..., None]) -> None:
    once_open(pad.abort)
    assert fault_of(lambda: enter(pad, seconds=60)) is PinPadFault.STOPPED
    assert simulator.mode == ""


@pytest.mark.parametrize(
    ("name", "fault", "state"),
    [
        ("tampered", PinPadFault.TAMPERED, State.POTENTIAL_FRAUD),
        ("removed", PinPadFault.REMOVED, State.POTENTIAL_FRAUD),
        ("not-installed", PinPadFault.REMOVED, State.POTENTIAL_FRAUD),
        ("battery-low", PinPadFault.BATTERY_LOW, State.HARDWARE_ERROR),
        ("no-master-key", PinPadFault.KEY_MISSING, State.HARDWARE_ERROR),
        ("no-key", PinPadFault.KEY_MISSING, State.HARDWARE_ERROR),
        ("key-wrong", PinPadFault.KEY_WRONG, State.HARDWARE_ERROR),
        ("not-authenticated", PinPadFault.NOT_AUTHENTICATED, State.HARDWARE_ERROR),
        ("locked", PinPadFault.LOCKED, State.HARDWARE_ERROR),
        ("chip-absent", PinPadFault.BROKEN, State.HARDWARE_ERROR),
        ("memory", PinPadFault.BROKEN, State.HARDWARE_ERROR),
        ("cipher", PinPadFault.CIPHER_FAILED, State.HARDWARE_ERROR),
        ("refuses", PinPadFault.REQUEST_REFUSED, State.HARDWARE_ERROR),
        ("silent", PinPadFault.SILENT, State.OFFLINE),
        ("wrong-lrc", PinPadFault.DAMAGED, State.OFFLINE),
        ("wrong-length", PinPadFault.STALLED, State.OFFLINE),
        ("stall", PinPadFault.STALLED, State.OFFLINE),
    ],
)
def test_each_fault_has_its_name_and_ends_with_it(
    simulator: PinPadSimulator, pad: Zt598, name: str, fault: Fault, state: State
) -> None:
    assert pad.poll().state is State.ONLINE
    simulator.command("fault", name)
    status = pad.poll()
    assert (status.state, status.fault) == (state, fault)
    simulator.command("fault", "none")
    assert pad.poll().state is State.ONLINE


def test_a_pad_opened_while_somebody_types_ends_the_entry(pad: Zt598, resident) -> None:
    resident("fault", "removed")
    assert fault_of(lambda: enter(pad)) is PinPadFault.REMOVED


def test_a_pad_unplugged_while_somebody_types_is_lost_and_comes_back(
    simulator: PinPadSimulator, pad: Zt598, resident
) -> None:
    resident("fault", "gone")
    assert fault_of(lambda: enter(pad)) is PinPadFault.LOST
    assert pad.poll().fault is PinPadFault.UNREACHABLE
    simulator.command("fault", "none")
    assert pad.poll().state is State.ONLINE


def test_zero_bytes_between_frames_mean_nothing(simulator: PinPadSimulator, pad: Zt598) -> None:
    simulator.command("fault", "garbage")
    assert pad.poll().state is State.ONLINE


def test_the_technician_sees_model_and_versions(pad: Zt598) -> None:
    identity = pad.identity()
    assert (identity.model, identity.firmware, identity.serial_number) == ("ZT598", "2.3", "SIM00001")


def test_no_digit_is_logged_or_shown(pad: Zt598, resident, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    resident("type", "314159")
    enter(pad)
    assert not any(digit in caplog.text for digit in ("314159", "3141"))
    assert str(0x33) not in repr(Pressed(0x33))
    assert "41424344" not in repr(Reply(0x60, b"41424344"))


def test_a_pad_that_is_not_there_says_so() -> None:
    status = Zt598("/dev/does-not-exist", timeouts=TIMES).poll()
    assert (status.state, status.fault) == (State.NO_DEVICE, PinPadFault.UNREACHABLE)


def test_the_url_chooses_the_driver_and_its_pace() -> None:
    pad = open_pin_pad("zt598:/dev/ttyS2")
    assert isinstance(pad, Zt598)
    assert pad.plain
    assert pad._line.url.baudrate == 9600
    assert Zt598("/dev/ttyS2?baudrate=19200")._line.url.baudrate == 19200


@pytest.mark.parametrize(
    ("body", "frame"),
    [
        (b"5030", "02 30 30 34 35 30 33 30 03 33 31"),
        (b"\x49", "02 30 30 31 49 03 37 42"),
        (b"5032", "02 30 30 34 35 30 33 32 03 33 33"),
        (b"5033", "02 30 30 34 35 30 33 33 03 33 32"),
        (b"5035", "02 30 30 34 35 30 33 35 03 33 34"),
    ],
)
def test_requests_are_the_makers_bytes(body: bytes, frame: str) -> None:
    assert build(body) == bytes.fromhex(frame)


@pytest.mark.parametrize(
    ("frame", "code", "data"),
    [
        ("02 30 30 31 60 03 35 32", 0x60, b""),
        ("02 30 30 31 E4 03 44 36", 0xE4, b""),
        ("02 30 30 31 EE 03 44 43", 0xEE, b""),
        (
            "02 30 32 31 60 30 30 30 30 41 45 35 46 35 46 41 41 44 41 31 38 37 39 32 35 03 35 31",
            0x60,
            b"0000AE5F5FAADA187925",
        ),
    ],
)
def test_replies_are_the_makers_bytes(frame: str, code: int, data: bytes) -> None:
    assert Stream().feed(bytes.fromhex(frame)) == (Reply(code, data),)


def test_a_long_reply_tells_its_length_in_four_more_digits() -> None:
    body = b"\x60" + b"A" * 1024
    long = build(body).replace(b"1025", b"0001025", 1)
    checked = long[1:-2]
    value = 0
    for byte in checked:
        value ^= byte
    assert Stream().feed(b"\x02" + checked + b"%02X" % value) == (Reply(0x60, b"A" * 1024),)


BODIES = st.binary(min_size=1, max_size=200)


@given(st.lists(BODIES, min_size=1, max_size=4), st.data())
def test_frames_are_cut_by_length_wherever_they_are_split(bodies: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(build(body) for body in bodies)
    at = data.draw(st.integers(0, len(whole)))
    stream = Stream()
    assert stream.feed(whole[:at]) + stream.feed(whole[at:]) == tuple(Reply(body[0], body[1:]) for body in bodies)
    assert not stream.started


@given(BODIES, st.data())
def test_one_wrong_byte_never_gives_another_answer(body: bytes, data: st.DataObject) -> None:
    frame = bytearray(build(body))
    at = data.draw(st.integers(1, len(frame) - 1))
    frame[at] ^= data.draw(st.integers(1, 0x1F))  # not the case of a hex digit alone
    replies = [heard for heard in Stream().feed(bytes(frame)) if isinstance(heard, Reply)]
    assert all(reply == Reply(body[0], body[1:]) for reply in replies)


@given(st.binary(max_size=400))
def test_noise_gives_keys_damage_or_answers_and_never_grows(noise: bytes) -> None:
    stream = Stream()
    assert all(isinstance(heard, Pressed | Reply | Damage) for heard in stream.feed(noise))
    assert len(stream._held) <= 400
