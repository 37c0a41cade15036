"""The demo's second window, pressed by its buttons."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from sandbox.panel import Panel
from sandbox.runner import Options, Sandbox, build

FROM_THE_START = Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    options = Options(folder=tmp_path, id_reader_port=0, printer_port=0)
    with build(["id-reader", "printer"], options, control=False) as sandbox:
        yield sandbox


@pytest.fixture
def panel(sandbox: Sandbox, qtbot: QtBot) -> Panel:
    panel = Panel(sandbox)
    qtbot.addWidget(panel)
    return panel


def button(panel: Panel, label: str) -> QPushButton:
    return next(button for button in panel.findChildren(QPushButton) if button.text() == label)


def said(panel: Panel) -> str:
    return panel.findChild(QLabel, "said").text()


def fault(panel: Panel, words: str) -> QTreeWidgetItem:
    return panel.findChild(QTreeWidget).findItems(words, FROM_THE_START)[0]


def test_an_id_card_is_laid_down_and_taken_away(panel: Panel, sandbox: Sandbox) -> None:
    button(panel, "放上身份证").click()
    assert sandbox.command("id-reader", "state").startswith("presented；zhang")
    assert "zhang" in said(panel)

    button(panel, "拿走身份证").click()
    assert sandbox.command("id-reader", "state").startswith("none")


def test_a_resident_is_found_by_a_word_of_the_story(panel: Panel) -> None:
    panel.findChild(QLineEdit).setText("成都")

    people = panel.findChild(QListWidget)
    assert people.count() == 1
    assert "chengdu" in people.item(0).text()


def test_buttons_of_parts_that_are_not_there_are_grey(panel: Panel) -> None:
    assert not button(panel, "插入社保卡").isEnabled()
    assert button(panel, "换纸").isEnabled()


def test_faults_are_switched_one_by_one(panel: Panel, sandbox: Sandbox) -> None:
    printer = sandbox.parts["printer"]
    fault(panel, "缺纸").setCheckState(0, Qt.CheckState.Checked)
    fault(panel, "机盖打开").setCheckState(0, Qt.CheckState.Checked)
    assert printer.active_faults == ("cover-open", "paper-out")

    fault(panel, "缺纸").setCheckState(0, Qt.CheckState.Unchecked)
    assert printer.active_faults == ("cover-open",)

    button(panel, "全部恢复正常").click()
    assert printer.active_faults == ()
    assert fault(panel, "机盖打开").checkState(0) is Qt.CheckState.Unchecked


def test_the_newest_slip_is_shown(panel: Panel, tmp_path: Path) -> None:
    (tmp_path / "slips").mkdir()
    Image.new("RGB", (712, 900)).save(tmp_path / "slips" / "slip-01.png")

    panel.refresh()
    assert panel.findChild(QLabel, "paper").pixmap().width() == 340


def test_the_pin_pads_keys_are_pressed_where_there_is_one(tmp_path: Path, qtbot: QtBot) -> None:
    options = Options(folder=tmp_path, pin_pad_port=0)
    with build(["pin-pad"], options, control=False) as sandbox:
        panel = Panel(sandbox)
        qtbot.addWidget(panel)
        button(panel, "更正").click()
        assert "键盘没有打开" in said(panel)


def test_whoever_lays_an_id_card_stands_before_the_camera_and_does_what_is_pressed(
    tmp_path: Path, qtbot: QtBot
) -> None:
    options = Options(folder=tmp_path, id_reader_port=0, camera_port=0)
    with build(["id-reader", "camera"], options, control=False) as sandbox:
        panel = Panel(sandbox)
        qtbot.addWidget(panel)
        button(panel, "放上身份证").click()
        assert sandbox.command("camera", "state").startswith("live collins")
        button(panel, "点头").click()
        assert said(panel) == "正在做 nod"
        button(panel, "举起一张纸").click()
        assert sandbox.command("camera", "state").startswith("sheet skewed")
        button(panel, "点头").click()
        assert said(panel).startswith("act ")
