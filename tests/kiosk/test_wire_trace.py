"""A device's line as a technician may keep it: known PINs, names and numbers of a card are in no trace."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from world import World

from devices.card_reader import open_card_reader
from devices.pin import Pin
from devices.social_security_card import SocialSecurityCard
from devices.tap import Way
from devices.zt598 import Zt598
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.device_trials import Traced, card_there
from kiosk.diagnostics.subjects import trials_of
from kiosk.diagnostics.wire_trace import MOST, Tape, shown_of_pad, shown_of_printer, shown_of_reader, trace_file
from sandbox.pin_pad import PinPadSimulator

PIN, NEW_PIN = "482617", "719354"


@pytest.fixture
def site(world: World) -> Iterator[World]:
    for part in world.parts:
        part.start()
    yield world
    for part in world.parts:
        part.stop()


def bench(world: World, **devices: object) -> Bench:
    (world.folder / "journal").mkdir(exist_ok=True)
    return Bench(world.configuration(devices=devices), patience=0.5)


def traced(of: Bench, subject: str) -> str:
    """The file that the trace is kept in."""
    kind = next(kind for kind in trials_of(subject, of) if kind.key == "wire_trace")
    trial = kind.carried_out(of, subject)
    assert trial.passed, trial
    return (Path(of.configuration.journal.folder) / trace_file(subject)).read_text("utf-8")


def pin_of(digits: str) -> Pin:
    pin = Pin(len(digits))
    for digit in digits:
        pin.put(pin.layout.index(digit))
    return pin


def forms(digits: str) -> set[str]:
    """A PIN as it could stand in a trace: as text, as ASCII, packed."""
    packed = " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    return {digits, digits.encode().hex(" "), digits.encode().hex(), packed}


def test_verify_and_change_leave_header_and_length_in_a_trace_and_no_digit(world: World) -> None:
    world.slot.start()
    person = world.people["zhang"]
    own = world.chip_pin("zhang")
    with closing(open_card_reader(f"vpcd://127.0.0.1:{world.card_port}", sandbox=True)) as reader:
        world.slot.insert(person.key)
        assert card_there(reader, 3.0)
        with Traced(reader.connect()) as wire:
            card = SocialSecurityCard(wire)
            card.select()
            with pin_of(own) as pin:
                card.verify(pin)
            with pin_of(own) as pin, pin_of(NEW_PIN) as new:
                card.change_pin(pin, new)
    world.slot.stop()
    lines = [each.sent for each in wire.trace]
    assert any(line.startswith("00 20 00 00 *") for line in lines), lines
    assert any(line[3:5] == "5E" or line[3:5] == "24" for line in lines), lines
    text = "\n".join(lines).lower()
    for secret in (own, NEW_PIN):
        assert not [form for form in forms(secret) if form in text]
    assert person.name not in text
    assert person.id_number.lower() not in text


class Answering:
    """A card that takes everything."""

    atr = b"\x3b\x00"

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        return b"", 0x9000

    def close(self) -> None:
        """Nothing is held."""


@pytest.mark.parametrize("ins", [0x20, 0x24, 0x2C, 0x5E, 0x18, 0x16])
def test_data_of_verify_change_and_unblock_are_never_kept_whatever_the_class(ins: int) -> None:
    wire = Traced(Answering())  # pyright: ignore[reportArgumentType]
    for digits in (PIN.encode(), bytes.fromhex(PIN), PIN.encode() + b"\xff" + NEW_PIN.encode()):
        for cla in (0x00, 0x04, 0x80, 0x84):
            wire.transmit(bytes([cla, ins, 0, 0, len(digits)]) + digits)
    text = "\n".join(each.sent for each in wire.trace).lower()
    assert len(wire.trace) == 12
    assert not [form for digits in (PIN, NEW_PIN) for form in forms(digits) if form in text]


@pytest.mark.parametrize("subject", ["card_reader", "id_reader", "receipt_printer"])
def test_a_trace_holds_frames_with_their_moments_and_nothing_of_a_person(site: World, subject: str) -> None:
    person = site.people["zhang"]
    site.slot.insert("zhang")
    site.lay("zhang")
    text = traced(bench(site), subject)
    assert len(text.splitlines()) >= 3
    assert all(" ms  " in line for line in text.splitlines())
    secrets = (person.name, person.id_number, person.cards[0].number)
    spelt = {
        form for secret in secrets for code in ("utf-8", "gb18030", "utf-16-le") for form in (secret.encode(code),)
    }
    for raw in spelt:
        assert raw.hex(" ").upper() not in text
        assert raw.hex().upper() not in text


def test_keys_that_are_pressed_while_a_pad_is_traced_are_stars() -> None:
    pad = PinPadSimulator(port=0)
    pad.start()
    tape = Tape(shown_of_pad)
    driver = Zt598(pad.url.partition(":")[2])
    driver.tapped(tape)
    pin, heard = Pin(len(PIN)), []

    def typed(count: int) -> None:
        heard.append(count)
        pad.command("press", PIN[count] if count < len(PIN) else "enter")

    pad.command("fault", "none")
    begins = threading.Timer(0.2, lambda: pad.command("press", PIN[0]))
    begins.start()
    driver.enter(pin, len(PIN), 5.0, typed)
    pin.wipe()
    driver.close()
    pad.stop()
    text = "\n".join(each.sent for each in tape.lines)
    assert heard == [1, 2, 3, 4, 5, 6]
    assert text.count("< *") >= len(PIN)
    assert not any(f"{ord(digit):02X}" in line.split() for digit in PIN for line in text.splitlines() if line[0] == "<")


def test_what_is_shown_is_chosen_by_what_may_be() -> None:
    card = bytes.fromhex("AAAAAA96690508000090") + b"\x5f\x20" * 50
    assert shown_of_reader(Way.HEARD, card) == "AA AA AA 96 69 05 08 00 00 90 *100"
    assert shown_of_printer(Way.SENT, "张三 500103".encode("gb18030")) == "*11"
    assert shown_of_printer(Way.SENT, b"\x10\x04\x01") == "10 04 01"
    assert shown_of_pad(Way.HEARD, b"482\r") == "* * * 0D"


def test_a_tape_that_is_full_counts_the_rest() -> None:
    tape = Tape(shown_of_printer, clock=lambda: 0.0)
    for _ in range(MOST + 5):
        tape(Way.SENT, b"\x10")
    assert (len(tape.lines), tape.dropped) == (MOST, 5)


def test_what_has_no_line_cannot_be_traced(world: World) -> None:
    for subject in ("camera", "disk", "pin_pad"):
        assert "wire_trace" not in {kind.key for kind in trials_of(subject, bench(world))}
