"""Tests of devices, network and bureau: each passes on what is good, and each is seen to fail at the wire."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from equipped import Equipped
from world import World

from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.report import Level
from kiosk.diagnostics.subjects import COLOURS, TOUCH, person_finding, subjects, trials_of
from kiosk.diagnostics.trial import Kind, Trial
from kiosk.staff.trial_words import spread
from sandbox.pin_pad import PinPadSimulator


@pytest.fixture
def site(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Equipped]:
    monkeypatch.setattr("kiosk.diagnostics.device_trials.PRESSING", 0.3)
    monkeypatch.setattr("kiosk.diagnostics.restart.WITHIN", 0.6)
    (world.folder / "journal").mkdir()
    site = Equipped(world)
    site.start()
    yield site
    site.stop()


def kind_of(site: Equipped, subject: str, test: str) -> Kind:
    return next(kind for kind in trials_of(subject, site.bench) if kind.key == test)


def look(site: Equipped, subject: str, test: str) -> Trial:
    return kind_of(site, subject, test).carried_out(site.bench, subject)


def set_going(site: Equipped) -> None:
    """Cards in both slots, and a finger that presses all keys of the pad."""
    site.world.slot.insert("zhang")
    site.laid_on.insert("wang")
    threading.Thread(target=press_all, args=(site.pad,), daemon=True).start()


def press_all(pad: PinPadSimulator) -> None:
    ends = time.monotonic() + 20
    while pad.mode != "plain" and time.monotonic() < ends:
        time.sleep(0.005)
    pad.command("press", *"1234567890", "enter")


def no_card(_site: Equipped) -> None:
    """The readers are empty."""


def pulled(site: Equipped) -> None:
    site.world.slot.insert("zhang")
    site.world.slot.command("fault", "pull-at", "3")


def reader_gone(site: Equipped) -> None:
    """Somebody else has the ports that the drivers listen on."""
    site.taken += [socket.create_server(("127.0.0.1", port)) for port in card_ports(site)]


def card_ports(site: Equipped) -> list[int]:
    return [site.world.card_port, site.laid_on._address[1], site.psam._address[1]]


def fault(part: str, *words: str) -> Callable[[Equipped], None]:
    def break_it(site: Equipped) -> None:
        (getattr(site, part, None) or getattr(site.world, part)).command("fault", *words)

    return break_it


def stopped(site: Equipped) -> None:
    site.world.backend.stop()


ID_GONE, PRINTER_GONE, PAD_GONE = fault("id_reader", "gone"), fault("printer", "gone"), fault("pad", "gone")
CAMERA_GONE, DESK_GONE, QUEUE_GONE = fault("camera", "gone"), fault("desk", "gone"), fault("queue", "gone")
NO_MODULE = fault("psam", "absent")
BROKEN: dict[tuple[str, str], tuple[Callable[[Equipped], None], ...]] = {
    ("card_reader", "card"): (no_card, pulled),
    ("contactless_reader", "card"): (no_card,),
    ("psam", "psam_keys"): (NO_MODULE, fault("psam", "no-key"), fault("psam", "broken"), fault("psam", "refuses")),
    ("id_reader", "id_frames"): (
        *(fault("id_reader", name, "all") for name in ("silent", "wrong-checksum", "sam-unauthorised")),
        ID_GONE,
    ),
    ("receipt_printer", "test_slip"): tuple(fault("printer", name) for name in ("paper-out", "cover-open", "gone")),
    ("pin_pad", "pad_keys"): (no_card, PAD_GONE),
    ("document_printer", "test_sheet"): tuple(fault("queue", name) for name in ("paper-out", "fails", "gone")),
    ("camera", "live_pictures"): (CAMERA_GONE, fault("camera", "frozen"), fault("camera", "dark")),
    ("document_camera", "live_pictures"): (DESK_GONE, fault("desk", "frozen")),
    ("network", "network"): (stopped, fault("duty_desk", "gone"), PRINTER_GONE, CAMERA_GONE),
    ("backend", "answers"): (
        fault("backend", "down"),
        fault("backend", "wrong-echo"),
        fault("backend", "clock", "3600"),
    ),
    ("backend", "network"): (stopped,),
    ("backend_certificate", "network"): (stopped,),
    ("card_reader", "restart"): (reader_gone,),
    ("contactless_reader", "restart"): (reader_gone,),
    ("psam", "restart"): (reader_gone,),
    ("id_reader", "restart"): (ID_GONE, fault("id_reader", "silent", "all")),
    ("receipt_printer", "restart"): (PRINTER_GONE, fault("printer", "paper-out")),
    ("pin_pad", "restart"): (PAD_GONE, fault("pad", "silent")),
    ("document_printer", "restart"): (QUEUE_GONE,),
    ("camera", "restart"): (CAMERA_GONE,),
    ("document_camera", "restart"): (DESK_GONE,),
    ("card_reader", "wire_trace"): (no_card,),
    ("contactless_reader", "wire_trace"): (no_card,),
    ("psam", "wire_trace"): (NO_MODULE,),
    ("id_reader", "wire_trace"): (ID_GONE,),
    ("receipt_printer", "wire_trace"): (PRINTER_GONE,),
    ("pin_pad", "wire_trace"): (PAD_GONE,),
}
"""Test → ways in which what it proves does not hold."""
EVERY = [(*which, way) for which, ways in BROKEN.items() for way in ways]


@pytest.mark.parametrize(("subject", "test"), BROKEN)
def test_each_test_passes_on_what_is_good(site: Equipped, subject: str, test: str) -> None:
    set_going(site)
    trial = look(site, subject, test)
    assert trial.passed, trial
    assert trial.figures


@pytest.mark.parametrize(("subject", "test", "break_it"), EVERY)
def test_each_test_fails_where_what_it_proves_does_not_hold(
    site: Equipped, subject: str, test: str, break_it: Callable[[Equipped], None]
) -> None:
    break_it(site)
    assert not look(site, subject, test).passed


def test_every_test_of_a_terminal_with_everything_is_seen_to_fail_here(site: Equipped) -> None:
    """So that one which always says "passed" is found out."""
    every = {(subject, kind.key) for subject in subjects(site.bench) for kind in trials_of(subject, site.bench)}
    assert every == set(BROKEN)
    assert all(BROKEN.values())


def test_a_cards_trace_shows_headers_lengths_and_status_words_alone(site: Equipped) -> None:
    site.world.slot.insert("zhang")
    trial = look(site, "card_reader", "card")
    assert len(trial.trace) >= 2
    for exchange in trial.trace:
        header, _, answer = exchange.sent.partition(" → ")
        assert all(part.startswith("*") or len(part) == 2 for part in header.split()), exchange
        assert all(part.startswith("*") or len(part) == 4 for part in answer.split()), exchange


def test_times_are_spread_over_bars_and_none_is_lost() -> None:
    assert spread((1.0, 1.0, 2.0, 9.0), 4) == (3, 0, 0, 1)
    assert sum(spread((5.0,) * 20)) == 20


def outcome(test: str, *, passed: bool) -> Outcome:
    return Outcome("screen", test, passed, "2026-11-22T04:31:00", "9001")


def test_a_screen_is_in_order_only_when_both_of_its_tests_passed() -> None:
    touch, colours = outcome(TOUCH, passed=True), outcome(COLOURS, passed=True)
    assert person_finding("screen", ()).level is Level.WARNING
    assert person_finding("screen", (touch,)).level is Level.WARNING
    assert person_finding("screen", (touch, colours)).level is Level.OK
    assert person_finding("screen", (touch, outcome(COLOURS, passed=False))).level is Level.FAILED


def test_what_is_not_configured_is_no_subject(world: World) -> None:
    assert "camera" not in subjects(Bench(world.configuration()))
