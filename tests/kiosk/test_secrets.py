"""PINs of twelve digits and a known ID number: where they are found in files and in memory when a session is over."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from process_memory import count, found_in_files, found_in_process
from soak import Rig

from sandbox.people import Person
from sandbox.population import people

OLD, NEW, WRONG, RESET = "491736205184", "827160359426", "610394728155", "350917426817"
SECRETS = {"old": OLD, "new": NEW, "wrong": WRONG, "reset": RESET}
CHANGE = {"identity.enter_pin": ("wrong", "old"), "change_pin.new": ("new",), "change_pin.again": ("new",)}
RESTORE = {"reset_pin.new": ("reset",), "reset_pin.again": ("reset",)}
VISITS = [
    ("card_status", "zhang", {"identity.enter_pin": ("old",)}),
    ("change_pin", "zhang", CHANGE),
    ("reset_pin", "zhang", RESTORE),
    ("report_loss", "ming", {}),
]
AT_HOME = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
"""Where a program may leave files without being told to; here all of it lies beside what it was told to write."""
NOT_ITS_OWN = ("backend",)
"""The bureau's own files are the bureau's; all others are the terminal's, or what its printer has printed."""
SCRIPT = Path(__file__).parents[1] / "support" / "touched_terminal.py"
SCREENLESS = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
CHANGES = {"card": {"pin_most": len(OLD)}, "backend": {"query_seconds": 20.0}}
"""Room for twelve digits, and patience with a bureau on a machine that is busy with tests."""


class Secrets:
    """Gives them away digit by digit, to whoever types."""

    def digit(self, name: str, place: int) -> str:
        return SECRETS[name][place : place + 1]


@pytest.fixture
def person() -> Person:
    zhang = next(person for person in people(1) if person.key == "zhang")
    card = zhang.cards[0]
    return replace(zhang, cards=(replace(card, chip=replace(card.chip, pin=OLD)),))


@pytest.fixture
def another() -> Person:
    return next(person for person in people(1) if person.key == "ming")


@contextmanager
def terminal_after_its_visits(folder: Path, person: Person, another: Person) -> Iterator[int]:
    """The process of `kiosk run` with its screen, at Standby again after all visits."""
    with Rig(folder, (person, another), {"secrets": Secrets()}) as rig:
        visits = [{"item": item, "who": who, "answers": answers} for item, who, answers in VISITS]
        job = {"folder": str(folder), "hands": rig.hands.address, "wires": rig.wires()}
        job |= {"visits": visits, "secret": True, "changes": CHANGES}
        command = [sys.executable, str(SCRIPT), json.dumps(job)]
        (home := folder / "home").mkdir(mode=0o700)
        environment = SCREENLESS | dict.fromkeys(AT_HOME, str(home))
        with subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as terminal:
            assert terminal.stdout is not None
            said = [terminal.stdout.readline().split() for _ in range(len(VISITS) + 1)]
            assert said == [
                ["card_status"],
                ["change_pin", "change_pin.done"],
                ["reset_pin", "reset_pin.done"],
                ["report_loss", "report_loss.temporary.done"],
                ["over"],
            ]
            assert rig.pin(person.key) == RESET
            yield terminal.pid


def test_the_search_finds_what_is_there() -> None:
    secret = SECRETS["old"]
    for shape in (secret.encode(), bytes.fromhex(secret), secret.encode("utf-16-le")):
        assert count(b"\0" + shape + b"\0", secret)
    assert found_in_process(os.getpid(), secret)


def test_no_pin_is_left_in_files_or_memory_and_no_file_holds_a_full_id_number(
    tmp_path: Path, person: Person, another: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = {"of the card's holder": person.id_number, "of the ID card's holder": another.id_number}
    with terminal_after_its_visits(tmp_path, person, another) as process:
        in_memory = {name: found_in_process(process, pin) for name, pin in SECRETS.items()}
        copies = {name: found_in_process(process, number) for name, number in numbers.items()}
    written = sorted(path for path in tmp_path.iterdir() if path.is_dir() and path.name not in NOT_ITS_OWN)
    in_files = {name: found_in_files(written, secret) for name, secret in {**SECRETS, **numbers}.items()}
    with capsys.disabled():
        print(f"\nID numbers in the terminal's memory after its visits: {copies}")  # noqa: T201
    assert in_memory == {name: {} for name in SECRETS}
    assert in_files == {name: {} for name in (*SECRETS, *numbers)}
    assert {"log", "journal", "paper", "home"} <= {folder.name for folder in written}
