"""The technician's manual: every command in it is one that `kiosk` takes, and every test in it is one that there is."""

import re
import shlex
from pathlib import Path

import pytest

from kiosk.cli import parser
from kiosk.diagnostics.subjects import COLOURS, TOUCH, TRIALS
from texts import Language, Show, Text, render

MANUAL = (Path(__file__).parents[2] / "docs" / "technician.md").read_text("utf-8")
_COMMAND = re.compile(r"(?:^|[`/ ])kiosk ((?:run|check|doctor|report|logs|support-bundle|config|journal) ?[^`#\n;&]*)")


def commands() -> list[str]:
    """As they stand in its blocks and sentences, without what is only named in a table's column."""
    found = {match.strip() for match in _COMMAND.findall(MANUAL)}
    return sorted(command for command in found if command.isascii())


@pytest.mark.parametrize("command", commands())
def test_every_command_is_one_that_kiosk_takes(command: str) -> None:
    words = shlex.split(command)
    if words == ["journal"]:
        return
    chosen = parser().parse_args(words)
    assert chosen.command == words[0]


def test_there_are_commands_to_check() -> None:
    assert {"report", "doctor", "run --diagnostics"} <= set(commands())


def test_every_test_of_the_terminal_is_explained() -> None:
    keys = {kind.key for kinds in TRIALS.values() for kind in kinds} | {TOUCH, COLOURS}
    names = {render(Text(f"diagnostics.test.{key}"), Language.ZH_CN, Show.SHORT) for key in keys}
    assert not {name for name in names if f"| {name} |" not in MANUAL}
