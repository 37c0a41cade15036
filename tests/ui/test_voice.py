"""Voice: each page once, silent about persons, off where there is nothing to speak with."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTextToSpeech import QVoice
from pytestqt.qtbot import QtBot

from texts import Kind, Language, Personal, Text, literal
from ui.pages import Choice, Record
from ui.speaker import _is_mandarin
from ui.specimens import pages
from ui.voice import Voice, spoken

PAGES = pages()
SILENT = "mock"
"""Qt's own engine that takes its time and makes no sound."""
PATIENCE_MS = 30_000


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


@pytest.fixture
def make_voice(qtbot: QtBot) -> Iterator[Callable[..., Voice]]:
    made: list[Voice] = []

    def make(engine: str = SILENT, **options: Any) -> Voice:
        made.append(Voice(engine, **options))
        return made[-1]

    yield make
    for voice in made:
        voice.close()


@pytest.fixture
def speaking(make_bench: Callable[..., Any], make_voice: Callable[..., Voice]) -> Any:
    """A screen in English, which Qt's silent engine speaks."""
    bench = make_bench(language=Language.EN)
    bench.screen.bridge.voice = make_voice()
    return bench


def test_without_an_engine_it_goes_off_again(qtbot: QtBot, make_voice: Callable[..., Voice]) -> None:
    voice = make_voice("no such engine")
    with qtbot.waitSignal(voice.failed, timeout=PATIENCE_MS):
        voice.switch(True)
        voice.say(PAGES["notice"], Language.EN)
    assert not voice.on
    assert not voice.speaking
    assert not voice.try_out("hello", Language.EN)


@pytest.mark.parametrize(
    "speaker", [("sleep", "60"), ("sh", "-c", "trap '' TERM; exec sleep 60"), ("no-such-program",)]
)
def test_an_engine_that_never_starts_holds_nobody_up_and_is_given_up(
    qtbot: QtBot, make_voice: Callable[..., Voice], speaker: tuple[str, ...]
) -> None:
    voice = make_voice("", speaker=speaker, start_seconds=0.2)
    began = time.monotonic()
    with qtbot.waitSignal(voice.failed, timeout=PATIENCE_MS):
        voice.switch(True)
        voice.say(PAGES["notice"], Language.EN)
        voice.stop()
        held_up = time.monotonic() - began
    assert held_up < 5  # of the sixty
    assert not voice.on


def test_an_engine_that_dies_while_it_speaks_stops_no_clock(qtbot: QtBot, make_voice: Callable[..., Voice]) -> None:
    says_so = ("sh", "-c", "echo ready; read line; echo 1 speaking; sleep 0.1")
    voice = make_voice("", speaker=says_so)
    told: list[bool] = []
    voice.spoke.connect(told.append)
    with qtbot.waitSignal(voice.failed, timeout=PATIENCE_MS):
        voice.switch(True)
        voice.say(PAGES["notice"], Language.EN)
    assert told == [True, False]


def test_it_speaks_while_it_is_on_and_stops_at_a_touch(speaking: Any) -> None:
    voice = speaking.screen.bridge.voice
    speaking.show(PAGES["present_card"])
    assert not voice.speaking
    speaking.hand.press("Voice")
    speaking.until(lambda: voice.speaking)
    speaking.hand.hold("Voice")
    speaking.until(lambda: not voice.speaking)
    speaking.hand.let_go()


def test_a_page_is_spoken_once_and_the_next_in_its_place(qtbot: QtBot, make_voice: Callable[..., Voice]) -> None:
    heard = make_voice("", speaker=("sh", "-c", "echo ready; exec cat"))
    heard.switch(True)
    lines: list[bytes] = []
    qtbot.waitUntil(lambda: heard._ready, timeout=PATIENCE_MS)
    heard._process.write = lines.append
    for name in ("notice", "choice"):
        heard.say(PAGES[name], Language.ZH_CN)
    told = [json.loads(line) for line in lines]
    first, second = (spoken(PAGES[name], Language.ZH_CN) for name in ("notice", "choice"))
    assert [words for _, _, words in told] == [first, "", second]
    assert [number for number, _, _ in told] == [1, 2, 3]


def test_what_is_said_no_longer_is_not_waited_for(qtbot: QtBot, make_voice: Callable[..., Voice]) -> None:
    late = ("sh", "-c", "echo ready; read line; sleep 0.2; echo 1 speaking; exec sleep 60")
    voice = make_voice("", speaker=late)
    told: list[bool] = []
    voice.spoke.connect(told.append)
    voice.switch(True)
    voice.say(PAGES["notice"], Language.EN)
    voice.stop()
    qtbot.wait(400)
    assert told == []


def test_it_is_off_again_when_the_session_ends(speaking: Any) -> None:
    speaking.show(PAGES["present_card"])
    speaking.screen.bridge.toggle("voice")
    assert speaking.screen.bridge.voiceOn
    speaking.screen.reset()
    speaking.until(lambda: not speaking.screen.bridge.voiceOn)


def test_nothing_is_started_before_it_is_switched_on(bench: Any) -> None:
    bench.show(Choice(headline=literal("x")))
    assert bench.screen.bridge.voice._process is None


def test_its_button_goes_off_where_nothing_speaks(bench: Any) -> None:
    voice = bench.screen.bridge.voice
    voice._command = ("true",)
    bench.show(PAGES["present_card"])
    bench.hand.press("语音")
    bench.until(lambda: not bench.screen.bridge.voiceOn)


def test_the_engines_process_ends_with_the_screen(make_bench: Callable[..., Any]) -> None:
    bench = make_bench()
    voice = bench.screen.bridge.voice
    voice._command = ("sleep", "60")
    voice.switch(True)
    bench.until(lambda: voice._process.processId() > 0)
    process = voice._process.processId()
    bench.screen.bridge.voice.close()
    assert not Path(f"/proc/{process}").exists()


def test_mandarin_is_found_among_the_voices_of_no_language() -> None:
    assert _is_mandarin(QVoice()) is False
    assert QLocale("cmn").language() is QLocale.Language.C
