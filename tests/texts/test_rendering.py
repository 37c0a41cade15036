"""A text becomes words where it is drawn: languages, moments, texts within texts."""

from datetime import date, datetime

import pytest

from texts import Language, MissingTextError, Text, joined, literal, render


def test_a_moment_is_said_as_people_say_it() -> None:
    text = Text("card_status.application_means.4_until", until=datetime(2026, 11, 28, 3, 12))
    assert "11月28日 03:12" in render(text, Language.ZH_CN)
    assert "28 Nov 03:12" in render(text, Language.EN)


def test_a_day_has_its_year() -> None:
    assert "2031年2月1日" in render(Text("card_status.expiry.past", day=date(2031, 2, 1)), Language.ZH_CN)


def test_a_text_within_a_text_is_in_the_same_language() -> None:
    inner = Text("common.in_both", zh_CN="窗口", en="the counter")
    assert "the counter" in render(Text("terminal.go_to", counter=inner), Language.EN)


def test_outside_words_are_shown_as_they_are() -> None:
    assert render(literal("<b>{x}</b> & co"), Language.ZH_CN) == "<b>{x}</b> & co"


def test_texts_are_equal_by_value() -> None:
    assert Text("a", x=1, y="z") == Text("a", y="z", x=1)
    assert Text("a", x=1) != Text("a", x=2)


def test_joined_texts_follow_each_other() -> None:
    assert render(joined([literal("一。"), literal("二。")]), Language.ZH_CN) == "一。二。"


def test_an_unknown_text_is_a_mistake() -> None:
    with pytest.raises(MissingTextError):
        render(Text("no.such.text"), Language.ZH_CN)
