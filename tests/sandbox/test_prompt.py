"""The console's words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.prompt import Prompt
from sandbox.runner import Options, Sandbox, build


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    options = Options(folder=tmp_path, id_reader_port=0, printer_port=0)
    with build(["id-reader", "printer"], options, control=False) as sandbox:
        yield sandbox


@pytest.fixture
def prompt(sandbox: Sandbox) -> Prompt:
    return Prompt(sandbox)


@pytest.mark.parametrize("line", ["放身份证 zhang", "lay zhang", "id-reader lay zhang"])
def test_an_id_card_is_laid_down_in_either_language(prompt: Prompt, sandbox: Sandbox, line: str) -> None:
    assert "zhang" in prompt.obey(line)
    assert sandbox.command("id-reader", "state").startswith("presented")


def test_faults_are_listed_switched_and_cleared(prompt: Prompt) -> None:
    assert "paper-out " in prompt.obey("故障 printer")
    assert prompt.obey("fault printer paper-out") == "故障已打开：缺纸"
    assert prompt.obey("故障 printer none") == "故障已清除"


@pytest.mark.parametrize("line", ["跳舞", "插卡 zhang", "故障", "lay nobody", "printer dance", "lay"])
def test_nonsense_is_answered_and_nothing_is_raised(prompt: Prompt, line: str) -> None:
    assert prompt.obey(line)


def test_an_empty_line_says_nothing(prompt: Prompt) -> None:
    assert prompt.obey("  ") == ""


def test_people_can_be_searched(prompt: Prompt) -> None:
    assert "还有" in prompt.obey("人员")
    assert prompt.obey("people zhang").count("\n") == 0
    assert prompt.obey("people nobody-at-all") == "没有这样的人"


def test_help_and_settings_are_at_hand(prompt: Prompt) -> None:
    assert "插卡" in prompt.obey("帮助")
    assert "[devices]" in prompt.obey("settings")


def test_it_obeys_until_it_is_told_to_stop(prompt: Prompt) -> None:
    said: list[str] = []

    prompt.run(["lift", "退出", "lay zhang"], said.append)
    assert said == ["身份证已拿走"]
