"""Every item of the catalogue by assistive technology: names and roles alone, and a numeric keyboard for PINs.

A screen reader listens all the while, to keys and events, and reads every page on which something is revealed.
"""

import json
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from accessible_visits import NEW_PIN, VISITS
from operated import items_here, operated
from spoken_hand import SYSTEM_PYTHON

from sandbox.population import people
from texts import Language, Text, render

LISTENER = Path(__file__).with_name("atspi_listener.py")
AROUND_A_PIN = "65475"
"""F6, as X numbers its keys."""
DIGITS = {*"0123456789", *(str(ord(digit)) for digit in "0123456789")}
"""As words and as numbers."""
LEAST_DIGITS = 6
"""Of PINs, and of telephone numbers, which are not heard either."""


class Reader:
    """What a screen reader has heard."""

    def __init__(self, file: Path) -> None:
        self.lines = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.startswith("[")]
        self.keys = {word for kind, *words in self.lines if kind == "key" for word in words}
        self.announced = {words[-1] for kind, *words in self.lines if kind == "event" and "announcement" in words[0]}
        self.everything = "\n".join(" ".join(line) for line in self.lines)


@pytest.fixture
def listening(desktop, tmp_path: Path) -> Path:
    """A screen reader on the display; the file of what it hears."""
    if subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        pytest.skip("needs python3-pyatspi and gir1.2-atspi-2.0 (make test installs them as root)")
    heard = tmp_path / "heard.jsonl"
    replace(desktop, log=heard).start(SYSTEM_PYTHON, "-W", "ignore", LISTENER)
    ends = time.monotonic() + 20
    while not (heard.is_file() and "listening" in heard.read_text("utf-8")):
        assert time.monotonic() < ends, "no screen reader"
        time.sleep(0.02)
    return heard


@pytest.mark.timeout(900)
def test_every_item_is_done_by_names_and_roles_alone_and_nothing_secret_is_heard(
    tmp_path: Path, desktop, listening: Path
) -> None:
    ended = operated(tmp_path, "names", desktop.env)
    assert ended == {item: VISITS[item].ends for item in items_here()}
    reader = Reader(listening)
    _no_pin_is_heard(reader)
    _nobody_is_named(reader.everything + (tmp_path / "overheard.txt").read_text("utf-8"))
    assert render(Text("identity.pin_wrong", tries=5), Language.ZH_CN) in reader.announced
    assert render(Text("help.unanswered"), Language.ZH_CN) in reader.announced


def _no_pin_is_heard(reader: Reader) -> None:
    """The keys around the PINs were heard, and none of them."""
    assert AROUND_A_PIN in reader.keys
    assert not reader.keys & DIGITS
    typed = {pin for visit in VISITS.values() for tries in visit.answers.values() for pin in tries}
    typed = {pin for pin in typed if pin.isdigit() and len(pin) >= LEAST_DIGITS}
    assert NEW_PIN in typed
    assert not [pin for pin in typed if pin in reader.everything.replace(" ", "")]


def _nobody_is_named(said: str) -> None:
    """Of who came, neither the whole name nor a whole number, though they were on the glass."""
    came = {visit.who for visit in VISITS.values()}
    for person in people(1):
        if person.key in came:
            assert person.id_number not in said.replace(" ", "")
            assert len(person.name) == 1 or person.name not in said
            assert not [card.number for card in person.cards if card.number in said.replace(" ", "")]
