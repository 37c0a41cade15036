"""A sample of the points with nothing in between: `kiosk run` on its screen, a real SIGKILL, and `kiosk run` again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bureau_relay import Break
from crash_ends import judged
from crash_flows import FLOWS, Flow
from crash_points import AtCard
from crash_rig import Rig, fresh_rig

from kiosk.clock import wall
from kiosk.journal import FILE_NAME, Journal, Standing
from kiosk.keyring import Keyring

SCRIPT = Path(__file__).parents[1] / "support" / "touched_terminal.py"
SCREENLESS = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
OPERATION, CHANGE_PIN = b"POST /v1/operations/", b"\x80\x5e"
LONGEST = 150.0
"""Seconds for one terminal's life."""
PATIENT = {"backend": {"query_seconds": 20.0}}
"""In real time a machine that is busy with tests answers late."""
OPEN = "SELECT (SELECT count(*) FROM operation WHERE settled IS NULL OR marked) + (SELECT count(*) FROM ticket)"

SAMPLE: Mapping[str, tuple[str, Callable[[Rig], object]]] = {
    "a loss report that never arrives": (
        "report_loss",
        lambda rig: rig.relay.plan_by_path.update({OPERATION: Break.KILLED_BEFORE}),
    ),
    "a loss report that the bureau has carried out": (
        "report_loss",
        lambda rig: rig.relay.plan_by_path.update({OPERATION: Break.KILLED_AFTER}),
    ),
    "a slip that is out, of which nobody was told": (
        "report_loss",
        lambda rig: setattr(rig.printer, "when_cut", rig.kill),
    ),
    "a card whose PIN has not changed yet": (
        "change_pin",
        lambda rig: rig.at_card.update({CHANGE_PIN: AtCard.KILLED_BEFORE}),
    ),
    "a card whose PIN has changed": (
        "change_pin",
        lambda rig: rig.at_card.update({CHANGE_PIN: AtCard.KILLED_AFTER}),
    ),
}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("point", SAMPLE)
def test_a_terminal_that_was_killed_comes_back_and_all_three_are_of_one_mind(point: str) -> None:
    name, plan = SAMPLE[point]
    flow = FLOWS[name]
    with fresh_rig(flow) as rig:
        plan(rig)
        assert touched(rig, flow, flow.answers) == -signal.SIGKILL
        rig.heal()
        if flow.again:
            assert touched(rig, flow, flow.again) == 0
        else:
            runs_until_nothing_is_open(rig)
        assert judged(flow, {**left(rig), "alone": []}, rig.in_the_end()) == []


def touched(rig: Rig, flow: Flow, answers: Mapping[str, tuple[str, ...]]) -> int:
    """`kiosk run` with a finger on its glass, until nothing is open after the visit: its exit status."""
    visit = {"item": flow.item, "who": flow.who, "answers": answers}
    job = {"folder": str(rig.folder), "hands": rig.hands.address, "wires": rig.wires()}
    job |= {"visits": [visit], "secret": False, "changes": PATIENT}
    command = [sys.executable, str(SCRIPT), json.dumps(job)]
    with subprocess.Popen(
        command, env=SCREENLESS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as terminal:
        assert terminal.stdout is not None
        if "over\n" in terminal.stdout:
            until_nothing_is_open(rig)
        terminal.communicate(timeout=LONGEST)
        return terminal.returncode


def runs_until_nothing_is_open(rig: Rig) -> None:
    """`kiosk run` as it is, in service again; ended as systemd ends it."""
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(rig.folder / "kiosk.toml")]
    before = times_in_service(rig)
    with subprocess.Popen(command, env=SCREENLESS) as terminal:
        until(lambda: times_in_service(rig) > before)
        until_nothing_is_open(rig)
        terminal.send_signal(signal.SIGTERM)
        assert terminal.wait(LONGEST) == 0


def until_nothing_is_open(rig: Rig) -> None:
    """Wait, as long as it may take, until the journal is settled."""
    until(lambda: settled(rig.folder))


def until(true: Callable[[], bool]) -> None:
    """Or until it has taken too long, which the comparison then shows."""
    ends = time.monotonic() + LONGEST
    while not true() and time.monotonic() < ends:
        time.sleep(0.05)


def times_in_service(rig: Rig) -> int:
    """How often its event log says so."""
    return sum(file.read_text().count('"terminal.in_service"') for file in (rig.folder / "log").glob("*.jsonl"))


def settled(folder: Path) -> bool:
    """Whether nothing is open, seen from beside the terminal."""
    with closing(sqlite3.connect(folder / "journal" / FILE_NAME)) as database:
        return database.execute(OPEN).fetchone() == (0,)


def left(rig: Rig) -> dict[str, Any]:
    """What the terminal's journal says in the end."""
    folder = rig.folder / "journal"
    journal = Journal(folder / FILE_NAME, Keyring.open(folder / "key"), wall, terminal="T01")
    try:
        unsettled = [half.state.value for operation in journal.unsettled() for half in operation.halves]
        marked = ["marked" for _ in journal.all_marked()]
        tickets = [ticket.why for ticket in journal.tickets.all_open()]
        done = [each.item for each in journal.today() if each.standing is Standing.DONE]
    finally:
        journal.close()
    return {"open": [*unsettled, *marked, *tickets], "done": done}
