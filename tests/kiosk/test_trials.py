"""Tests of devices, network and bureau: each passes on what is good, and each is seen to fail at the wire."""

from collections.abc import Callable, Iterator

import pytest
from world import World

from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.report import Level
from kiosk.diagnostics.subjects import COLOURS, TOUCH, TRIALS, person_finding, subjects
from kiosk.diagnostics.trial import Trial
from kiosk.staff.trial_words import spread
from sandbox.camera import CameraSimulator
from sandbox.pin_pad import PinPadSimulator

TESTS = [(subject, kind.key) for subject, kinds in TRIALS.items() for kind in kinds]


@pytest.fixture
def site(world: World) -> Iterator[World]:
    for part in world.parts:
        part.start()
    yield world
    for part in world.parts:
        part.stop()


def look(world: World, subject: str, test: str, **devices: str) -> Trial:
    bench = Bench(world.configuration(devices=devices), patience=0.5)
    kind = next(kind for kind in TRIALS[subject] if kind.key == test)
    return kind.carried_out(bench, subject)


def no_card(world: World) -> None:
    """The reader is empty."""


def pulled(world: World) -> None:
    world.slot.insert("zhang")
    world.slot.command("fault", "pull-at", "3")


def id_fault(name: str) -> Callable[[World], None]:
    return lambda world: world.id_reader.command("fault", name, "all" if name != "gone" else "") and None


def printer_fault(name: str) -> Callable[[World], None]:
    return lambda world: world.printer.command("fault", name) and None


def down(world: World) -> None:
    world.backend.command("fault", "down")


def stopped(world: World) -> None:
    world.backend.stop()


BROKEN: dict[tuple[str, str], tuple[Callable[[World], None], ...]] = {
    ("card_reader", "card"): (no_card, pulled),
    ("id_reader", "id_frames"): tuple(map(id_fault, ("silent", "wrong-checksum", "gone"))),
    ("receipt_printer", "test_slip"): tuple(map(printer_fault, ("paper-out", "cover-open", "gone"))),
    ("backend", "answers"): (down,),
    ("backend", "network"): (stopped,),
}
"""Test → ways in which what it proves does not hold."""
ELSEWHERE = {"contactless_reader", "pin_pad", "camera", "document_camera", "backend_certificate"}
"""Optional devices, below; the certificate's test is the network's."""


@pytest.mark.parametrize(("subject", "test"), BROKEN)
def test_each_test_passes_on_what_is_good(site: World, subject: str, test: str) -> None:
    if subject == "card_reader":
        site.slot.insert("zhang")
    trial = look(site, subject, test)
    assert trial.passed, trial
    assert trial.figures


@pytest.mark.parametrize(
    ("subject", "test", "break_it"), [(*which, way) for which, ways in BROKEN.items() for way in ways]
)
def test_each_test_fails_where_what_it_proves_does_not_hold(
    site: World, subject: str, test: str, break_it: Callable[[World], None]
) -> None:
    break_it(site)
    assert not look(site, subject, test).passed


def test_every_test_is_seen_to_fail_here() -> None:
    assert {subject for subject, _ in TESTS} == {subject for subject, _ in BROKEN} | ELSEWHERE


def test_a_cards_trace_shows_headers_lengths_and_status_words_alone(site: World) -> None:
    site.slot.insert("zhang")
    trial = look(site, "card_reader", "card")
    assert len(trial.trace) >= 2
    for exchange in trial.trace:
        header, _, answer = exchange.sent.partition(" → ")
        assert all(part.startswith("*") or len(part) == 2 for part in header.split()), exchange
        assert all(part.startswith("*") or len(part) == 4 for part in answer.split()), exchange


def test_pictures_that_are_not_live_fail(site: World) -> None:
    camera = CameraSimulator(port=0, rate=100)
    camera.start()
    assert look(site, "camera", "live_pictures", camera=camera.url).passed
    camera.command("fault", "gone")
    assert not look(site, "camera", "live_pictures", camera=camera.url).passed
    camera.stop()


def test_a_pad_whose_keys_nobody_presses_or_that_is_gone_fails(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.diagnostics.device_trials.PRESSING", 0.3)
    pad = PinPadSimulator(port=0)
    pad.start()
    assert not look(site, "pin_pad", "pad_keys", pin_pad=pad.url).passed
    pad.command("fault", "gone")
    assert not look(site, "pin_pad", "pad_keys", pin_pad=pad.url).passed
    pad.stop()


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
