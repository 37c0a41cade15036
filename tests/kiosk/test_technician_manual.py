"""The technician's manual: every command in it is one that `kiosk` takes, and every test in it is one that there is."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from fault_table import mends

from kiosk.cli import parser
from kiosk.diagnostics.checks import CHECKS
from kiosk.diagnostics.drivers import all_faults
from kiosk.diagnostics.subjects import BY_PERSON, TRIALS
from texts import Language, Show, Text, known_ids, render
from ui.screenshots import PANELS, panel_name
from ui.specimens import pages

MANUAL = (Path(__file__).parents[2] / "docs" / "technician.md").read_text("utf-8")
_COMMAND = re.compile(
    r"(?:^|[`/ \n])kiosk ((?:run|check|demo|doctor|report|logs|sandbox|support-bundle|config|journal) ?[^`#\n;&]*)"
)


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
    assert {"report", "doctor", "run --diagnostics", "demo --pin-pad"} <= set(commands())


def test_every_test_of_the_terminal_is_explained() -> None:
    keys = {kind.key for kinds in TRIALS.values() for kind in kinds} | {"restart", "wire_trace"}
    keys |= {test for tests in BY_PERSON.values() for test in tests}
    names = {render(Text(f"diagnostics.test.{key}"), Language.ZH_CN, Show.SHORT) for key in keys}
    assert not {name for name in names if f"| {name} |" not in MANUAL}


def test_every_fault_stands_with_its_mend_as_the_page_says_it() -> None:
    assert mends() in MANUAL, "run scripts/faults"
    assert [fault.id for fault in all_faults() if f"| `{fault.id}` |" not in MANUAL] == []


def test_every_reason_with_words_is_a_code_of_the_manual_or_no_trouble() -> None:
    fine = {"none_yet", "keys_on_screen", "plain_http", "no_module"}
    reasons = {text.removeprefix("doctor.reason.") for text in known_ids(Language.ZH_CN) if "doctor.reason." in text}
    assert {code for code in reasons - fine if f"| `{code}` |" not in MANUAL} == set()


def test_nothing_stands_in_it_twice() -> None:
    headings = [line for line in MANUAL.splitlines() if line.startswith("#")]
    assert len(set(headings)) == len(headings)


def test_every_picture_is_drawn_from_a_specimen() -> None:
    named = re.findall(r"\]\(screens/([a-z_A-Z-]+)/([a-z_]+)\.png\)", MANUAL)
    assert len(named) >= 10
    assert {folder for folder, _ in named} <= {panel_name(*panel) for panel in PANELS}
    assert {name for _, name in named} <= set(pages())


def test_every_check_of_the_page_has_a_line_on_what_to_do() -> None:
    table = MANUAL[MANUAL.index("| 诊断页上 |") : MANUAL.index("<!--")]
    names = {check: render(Text(f"doctor.check.{check}"), Language.ZH_CN, Show.SHORT) for check in CHECKS}
    elsewhere = {"configuration", "contactless_reader", "document_camera", "fonts"}
    assert not {name for check, name in names.items() if check not in elsewhere and name not in table}


@pytest.mark.parametrize("block", re.findall(r"```sh\n(.*?)```", MANUAL, re.S))
def test_every_block_of_commands_is_one_that_the_shell_reads(block: str) -> None:
    assert subprocess.run(["sh", "-n"], input=block, text=True, check=False).returncode == 0
    for file in re.findall(r"(?<= )deploy/[a-z.-]+", block):
        assert (Path(__file__).parents[2] / file).exists(), file
