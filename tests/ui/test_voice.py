"""Voice: each page once, silent about persons, off where there is nothing to speak with."""

import re
from typing import Any

import pytest
from PySide6.QtTextToSpeech import QTextToSpeech

from texts import Kind, Language, Personal, Text, literal
from ui.pages import Choice, Record
from ui.specimens import pages
from ui.voice import Voice, spoken

PAGES = pages()
SILENT = "mock"
"""Qt's own engine that takes its time and makes no sound."""


def test_a_page_says_what_it_asks_and_how() -> None:
    assert spoken(PAGES["present_card"], Language.ZH_CN).startswith("请插入社保卡 芯片")


def test_persons_and_numbers_are_never_spoken() -> None:
    person = Text("ui.words.personal", value=Personal(Kind.NAME, "张三丰"))
    page = Record(headline=person, how=literal("请稍候。卡号 500103****011，尾号 6217。"))
    assert spoken(page, Language.ZH_CN) == "请稍候。"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_speaks_three_digits_in_a_row(name: str) -> None:
    words = spoken(PAGES[name], Language.ZH_CN)
    assert not re.search(r"\d{3}", words)


def test_without_an_engine_it_stays_off() -> None:
    voice = Voice("no such engine")
    voice.switch(True)
    assert not voice.on
    voice.say(PAGES["notice"], Language.ZH_CN)
    assert not voice.speaking


def test_it_speaks_while_it_is_on_and_stops_at_a_touch(bench: Any) -> None:
    assert SILENT in QTextToSpeech.availableEngines()
    bench.screen.bridge.voice = voice = Voice(SILENT)
    bench.show(PAGES["present_card"])
    assert not voice.speaking
    bench.hand.press("语音")
    bench.until(lambda: voice.speaking)
    bench.hand.hold("语音")
    bench.until(lambda: not voice.speaking)
    bench.hand.let_go()


def test_it_is_off_again_when_the_session_ends(bench: Any) -> None:
    bench.screen.bridge.voice = Voice(SILENT)
    bench.show(PAGES["present_card"])
    bench.screen.bridge.toggle("voice")
    assert bench.screen.bridge.voiceOn
    bench.screen.reset()
    bench.until(lambda: not bench.screen.bridge.voiceOn)


def test_nothing_is_loaded_before_it_is_switched_on(bench: Any) -> None:
    bench.show(Choice(headline=literal("x")))
    assert bench.screen.bridge.voice._engine is None


def test_whoever_waits_is_told_when_it_speaks_and_when_it_has_ended() -> None:
    voice = Voice(SILENT)
    told: list[bool] = []
    voice.spoke.connect(told.append)
    voice.switch(True)
    voice.say(PAGES["notice"], Language.ZH_CN)
    voice.stop()
    assert told[0] is True
    assert told[-1] is False
