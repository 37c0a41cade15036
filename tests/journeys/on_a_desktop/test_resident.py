"""The journey through the real terminal on a real display, by somebody who knows labels alone."""

import pytest

PIN = "120119"


def begin_with_a_card(assistant, terminal) -> None:
    """From Standby to the PIN pad, with Zhang's card."""
    assistant.press("轻触屏幕开始")
    assistant.press("卡状态查询")
    assistant.wait_for("请插入社保卡")
    terminal.do("card", "insert", "zhang")
    assistant.wait_for("已输入 0 位")


def test_a_resident_sees_the_state_of_their_card_prints_it_and_takes_the_card_back(assistant, terminal) -> None:
    begin_with_a_card(assistant, terminal)
    assistant.type_digits(PIN)
    assistant.wait_for("已输入 6 位")
    assistant.press("确认")
    assistant.wait_for("您的卡可以正常使用")
    assistant.press("打印凭条")
    assistant.wait_for("凭条已打印，请取走")
    assistant.press("完成")
    assistant.wait_for("请取走您的社保卡")
    terminal.do("card", "pull")
    assistant.press("不评价")
    assistant.wait_for("轻触屏幕开始")


def test_the_digits_of_a_pin_are_nowhere_in_the_accessibility_tree(assistant, terminal) -> None:
    begin_with_a_card(assistant, terminal)
    assistant.type_digits(PIN[:3])
    assistant.wait_for("已输入 3 位")
    assert not {*"0123456789", PIN[:3]} & set(assistant.screen())


def test_a_card_pulled_at_the_pin_is_asked_for_again(assistant, terminal) -> None:
    begin_with_a_card(assistant, terminal)
    terminal.do("card", "pull")
    assistant.wait_gone("已输入 0 位")
    assistant.wait_for("请重新插入社保卡")


@pytest.mark.usefixtures("unheard_terminal")
def test_nothing_stands_on_the_bus_unless_it_is_configured_whatever_the_desktop_asks_for(assistant, desktop) -> None:
    assert desktop.env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] == "1"
    assert assistant.screen() == ()
