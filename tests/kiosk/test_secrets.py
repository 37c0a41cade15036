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

OLD, NEW, WRONG = "491736205184", "827160359426", "610394728155"
SECRETS = {"old": OLD, "new": NEW, "wrong": WRONG}
CHANGE = {"identity.enter_pin": ("wrong", "old"), "change_pin.new": ("new",), "change_pin.again": ("new",)}
VISITS = [("card_status", {"identity.enter_pin": ("old",)}), ("change_pin", CHANGE), ("report_loss", {})]
WRITTEN = ("log", "journal", "paper")
"""What terminal and printer have written; the bureau's own files are the bureau's."""
SCRIPT = Path(__file__).parents[1] / "support" / "secret_terminal.py"


class Secrets:
    """Gives them away digit by digit, to whoever types."""

    def digit(self, name: str, place: int) -> str:
        return SECRETS[name][place : place + 1]


@pytest.fixture
def person() -> Person:
    zhang = next(person for person in people(1) if person.key == "zhang")
    card = zhang.cards[0]
    return replace(zhang, cards=(replace(card, chip=replace(card.chip, pin=OLD)),))


@contextmanager
def terminal_after_its_visits(folder: Path, person: Person) -> Iterator[int]:
    """Its process, at Standby again after all visits."""
    with Rig(folder, (person,), {"secrets": Secrets()}) as rig:
        job = {"folder": str(folder), "hands": rig.hands.address, "wires": rig.wires(), "key": person.key}
        job |= {"visits": VISITS, "pin_most": len(OLD)}
        command = [sys.executable, str(SCRIPT), json.dumps(job)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as terminal:
            assert terminal.stdout is not None
            said = [terminal.stdout.readline().split() for _ in range(len(VISITS) + 1)]
            assert said == [
                ["card_status"],
                ["change_pin", "change_pin.done"],
                ["report_loss", "report_loss.temporary.done"],
                ["over"],
            ]
            assert rig.pin(person.key) == NEW
            yield terminal.pid


def test_the_search_finds_what_is_there() -> None:
    secret = SECRETS["old"]
    for shape in (secret.encode(), bytes.fromhex(secret), secret.encode("utf-16-le")):
        assert count(b"\0" + shape + b"\0", secret)
    assert found_in_process(os.getpid(), secret)


def test_no_pin_is_left_in_files_or_memory_and_no_file_holds_a_full_id_number(
    tmp_path: Path, person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    with terminal_after_its_visits(tmp_path, person) as process:
        in_memory = {name: found_in_process(process, pin) for name, pin in SECRETS.items()}
        copies = found_in_process(process, person.id_number)
    in_files = {name: found_in_files(tmp_path / folder, pin) for name, pin in SECRETS.items() for folder in WRITTEN}
    with capsys.disabled():
        print(f"\nID number in the terminal's memory after its visits: {copies or 'no copy'}")  # noqa: T201
    assert in_memory == {name: {} for name in SECRETS}
    assert in_files == {name: {} for name in SECRETS}
    assert [found_in_files(tmp_path / folder, person.id_number) for folder in WRITTEN] == [{}, {}, {}]
