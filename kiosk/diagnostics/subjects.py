"""What the technician's page shows: every check that applies, and screen and sound, which a person has to judge."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from devices.pin_pad import SCREEN
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.checks import CHECKS, applies
from kiosk.diagnostics.device_trials import card, id_frames, live_pictures, pad_keys, test_slip
from kiosk.diagnostics.devices import SELF_TESTS
from kiosk.diagnostics.module_trials import psam_keys, test_sheet
from kiosk.diagnostics.network_trials import answers, every_way, way_to_bureau
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.diagnostics.restart import restart, restarts
from kiosk.diagnostics.trial import Kind
from kiosk.diagnostics.wire_trace import traces, wire_trace

SCREEN_SUBJECT, SOUND_SUBJECT = "screen", "sound"
TOUCH, COLOURS, SOUNDS = "touch", "colours", "sounds"
BY_PERSON: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    SCREEN_SUBJECT: (TOUCH, COLOURS),
    SOUND_SUBJECT: (SOUNDS,),
})  # fmt: skip
"""Subject → its tests, done on pages: no machine sees or hears for a person."""

LIVE: Final = frozenset({*SELF_TESTS, "network", "backend"})
"""Looked at again and again while its own page stands."""
TRIALS: Mapping[str, tuple[Kind, ...]] = MappingProxyType({
    "card_reader": (Kind("card", card),),
    "contactless_reader": (Kind("card", card),),
    "id_reader": (Kind("id_frames", id_frames),),
    "psam": (Kind("psam_keys", psam_keys),),
    "receipt_printer": (Kind("test_slip", test_slip, asks=True),),
    "pin_pad": (Kind("pad_keys", pad_keys, prompts=True),),
    "document_printer": (Kind("test_sheet", test_sheet, asks=True),),
    "camera": (Kind("live_pictures", live_pictures, asks=True, live=True),),
    "document_camera": (Kind("live_pictures", live_pictures, asks=True, live=True),),
    "network": (Kind("network", every_way),),
    "backend": (Kind("answers", answers), Kind("network", way_to_bureau)),
    "backend_certificate": (Kind("network", way_to_bureau),),
})  # fmt: skip
"""Subject → its own tests."""
_RESTART = Kind("restart", restart)
_TRACE = Kind("wire_trace", wire_trace)


def subjects(bench: Bench) -> tuple[str, ...]:
    """In the order in which they are looked at."""
    return (*(name for name in CHECKS if applies(name, bench)), *BY_PERSON)


def trials_of(subject: str, bench: Bench) -> tuple[Kind, ...]:
    """Those that this terminal can do: keys on the screen are no pad."""
    if subject == "pin_pad" and bench.url(subject) == SCREEN:
        return ()
    every = (*TRIALS.get(subject, ()), *((_RESTART,) if restarts(subject, bench) else ()))
    return (*every, _TRACE) if traces(subject, bench) else every


def person_finding(subject: str, done: tuple[Outcome, ...]) -> Finding:
    """As its last tests came out; what nobody has tested is not said to be in order."""
    by_test = {each.test: each for each in done}
    figures: dict[str, Figure] = {name: value for each in done for name, value in each.figures.items()}
    wanted = BY_PERSON[subject]
    if not all(by_test[test].passed for test in wanted if test in by_test):
        return Finding(Level.FAILED, figures=figures, reason="test_failed")
    if not all(test in by_test for test in wanted):
        return Finding(Level.WARNING, figures=figures, reason="not_tested")
    return Finding(Level.OK, figures=figures)
