"""The take-back alarm: it grows, it is never mute, and it needs no player to be harmless."""

import io
import wave
from pathlib import Path
from typing import Any

import pytest

from ui.pages import TakeBack
from ui.sounds import Alarm, alarm_sound
from ui.specimens import pages

PAGES = pages()


def loudest(sound: bytes) -> int:
    with wave.open(io.BytesIO(sound)) as file:
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    return max(samples)


def test_the_alarm_grows_longer_and_louder() -> None:
    sounds = [alarm_sound(alarm) for alarm in range(4)]
    assert [len(sound) for sound in sounds] == sorted({len(sound) for sound in sounds})
    assert [loudest(sound) for sound in sounds] == sorted({loudest(sound) for sound in sounds})
    assert loudest(sounds[0]) > 5_000


def test_there_is_nothing_above_the_highest() -> None:
    assert alarm_sound(9) == alarm_sound(3)


def test_the_sound_goes_to_the_player(tmp_path: Path, bench: Any) -> None:
    heard = tmp_path / "heard.wav"
    alarm = bench.screen.bridge.alarm = Alarm(("tee", str(heard)))
    page = PAGES["take_back_alarm"]
    assert isinstance(page, TakeBack)
    bench.show(page)
    bench.until(lambda: heard.is_file() and heard.read_bytes() == alarm_sound(page.alarm))
    alarm.stop()


def test_another_page_silences_it(bench: Any) -> None:
    alarm = bench.screen.bridge.alarm = Alarm(("cat", "/dev/zero"))
    bench.show(PAGES["take_back"])
    assert alarm._process is not None
    bench.show(PAGES["notice"])
    assert alarm._process is None


@pytest.mark.parametrize("times", [1, 2])
def test_without_a_player_it_is_silent(times: int) -> None:
    alarm = Alarm(("no-such-player",))
    for _ in range(times):
        alarm.sound(3)
    assert alarm._process is None
