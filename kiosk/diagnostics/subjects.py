"""What the technician's page shows: every check that applies, and the screen, which only a person can judge."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from devices.pin_pad import SCREEN
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.checks import CHECKS, applies
from kiosk.diagnostics.device_trials import card, id_frames, live_pictures, pad_keys, test_slip
from kiosk.diagnostics.network_trials import answers, network
from kiosk.diagnostics.outcomes import Outcome
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.diagnostics.trial import Kind

SCREEN_SUBJECT: Final = "screen"
TOUCH, COLOURS = "touch", "colours"
"""The screen's own tests, done on pages."""

TRIALS: Mapping[str, tuple[Kind, ...]] = MappingProxyType({
    "card_reader": (Kind("card", card),),
    "contactless_reader": (Kind("card", card),),
    "id_reader": (Kind("id_frames", id_frames),),
    "receipt_printer": (Kind("test_slip", test_slip, asks=True),),
    "pin_pad": (Kind("pad_keys", pad_keys, prompts=True),),
    "camera": (Kind("live_pictures", live_pictures),),
    "document_camera": (Kind("live_pictures", live_pictures),),
    "backend": (Kind("answers", answers), Kind("network", network)),
    "backend_certificate": (Kind("network", network),),
})  # fmt: skip
"""Subject → its tests."""


def subjects(bench: Bench) -> tuple[str, ...]:
    """In the order in which they are looked at."""
    return (*(name for name in CHECKS if applies(name, bench)), SCREEN_SUBJECT)


def trials_of(subject: str, bench: Bench) -> tuple[Kind, ...]:
    """Those that this terminal can do: keys on the screen are no pad."""
    if subject == "pin_pad" and bench.url(subject) == SCREEN:
        return ()
    return TRIALS.get(subject, ())


def screen_finding(done: tuple[Outcome, ...]) -> Finding:
    """As its last tests came out; what nobody has tested is not said to be in order."""
    by_test = {each.test: each for each in done}
    figures: dict[str, Figure] = {name: value for each in done for name, value in each.figures.items()}
    if not all(by_test[test].passed for test in (TOUCH, COLOURS) if test in by_test):
        return Finding(Level.FAILED, figures=figures)
    tested = TOUCH in by_test and COLOURS in by_test
    return Finding(Level.OK if tested else Level.WARNING, figures=figures)
