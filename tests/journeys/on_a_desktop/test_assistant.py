"""The assistive client itself: it hears labels, presses buttons and types, on a small window of its own."""

from collections.abc import Callable

import pytest

WINDOW = """
import QtQuick
import QtQuick.Controls
Window {
    visible: true; width: 400; height: 300
    Column {
        Button { text: "继续办理"; onClicked: heard.text = "已继续" }
        Button { text: "不可按"; enabled: false }
        Text { id: heard; text: "请选择"; Accessible.role: Accessible.StaticText; Accessible.name: text }
        Text { visible: false; text: "看不见"; Accessible.role: Accessible.StaticText; Accessible.name: text }
        Item {
            id: pad; property int count: 0
            width: 10; height: 10; focus: true
            Keys.onPressed: event => { if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9) count += 1 }
            Accessible.role: Accessible.StaticText
            Accessible.name: "已输入 " + count + " 位"
            Accessible.description: "六位密码"
        }
    }
}
"""


@pytest.fixture
def shown(window: Callable[[str], None]) -> None:
    window(WINDOW)


@pytest.mark.usefixtures("shown")
def test_the_assistant_presses_what_has_a_label_and_hears_what_came_of_it(assistant) -> None:
    assistant.wait_for("请选择")
    assistant.press("继续办理")
    assistant.wait_for("已继续")
    assistant.wait_gone("请选择")
    assert assistant.read("已输入 0 位") == "六位密码"


@pytest.mark.usefixtures("shown")
def test_digits_typed_on_the_keyboard_reach_the_item_with_the_focus(assistant) -> None:
    assistant.wait_for("已输入 0 位")
    assistant.type_digits("135790")
    assistant.wait_for("已输入 6 位")
    assert "看不见" not in assistant.screen()


@pytest.mark.usefixtures("shown")
def test_what_is_not_enabled_is_not_pressed_and_the_failure_says_what_shows(assistant) -> None:
    assistant.wait_for("不可按")
    with pytest.raises(pytest.fail.Exception, match=r"no 「不可按」 to press.*继续办理"):
        assistant.press("不可按", within_s=0.2)
