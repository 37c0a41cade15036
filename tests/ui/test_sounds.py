"""The take-back alarm: it grows, it is never mute, and it needs no player to be harmless."""

import io
import wave
from pathlib import Path
from typing import Any

import pytest

from ui.pages import TakeBack
from ui.sounds import Alarm, Cue, Cues, alarm_sound, cue_sound, is_night
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
    alarm.close()


def test_another_page_silences_it(bench: Any) -> None:
    alarm = bench.screen.bridge.alarm = Alarm(("cat", "/dev/zero"))
    bench.show(PAGES["take_back"])
    assert alarm._process is not None
    bench.show(PAGES["notice"])
    assert alarm._process is None


def test_a_player_that_takes_its_time_to_end_is_kept_until_it_has(qapp: object) -> None:
    alarm = Alarm(("cat", "/dev/zero"))
    alarm.sound(1)
    assert alarm._process is not None
    alarm._process.waitForStarted()
    for _ in range(3):
        alarm.stop()
        assert len(alarm._killed) == 1
    alarm.close()
    alarm.stop()
    assert alarm._killed == []


@pytest.mark.parametrize("times", [1, 2])
def test_without_a_player_it_is_silent(times: int) -> None:
    alarm = Alarm(("no-such-player",))
    for _ in range(times):
        alarm.sound(3)
    assert alarm._process is None


@pytest.mark.parametrize("cue", Cue)
def test_a_cue_is_softer_at_night_but_never_mute_and_never_as_loud_as_the_alarm(cue: Cue) -> None:
    by_day, by_night = loudest(cue_sound(cue, night=False)), loudest(cue_sound(cue, night=True))
    assert 1_000 < by_night < by_day < loudest(alarm_sound(1))


def test_the_night_lasts_from_ten_to_seven() -> None:
    assert [hour for hour in range(24) if is_night(hour)] == [0, 1, 2, 3, 4, 5, 6, 22, 23]


@pytest.mark.parametrize(
    ("name", "cue"),
    [("result_done", Cue.SUCCESS), ("result_unknown", Cue.ATTENTION), ("pin_trouble", Cue.ATTENTION)],
)
def test_what_has_become_of_something_is_heard(tmp_path: Path, bench: Any, name: str, cue: Cue) -> None:
    heard = tmp_path / "heard.wav"
    bench.screen.bridge.cues = Cues(("tee", str(heard)), hour=lambda: 12)
    bench.show(PAGES[name])
    bench.until(lambda: heard.is_file() and heard.read_bytes() == cue_sound(cue, night=False))


def test_a_press_is_heard_and_a_page_without_outcome_is_not(tmp_path: Path, bench: Any) -> None:
    heard = tmp_path / "heard.wav"
    bench.screen.bridge.cues = Cues(("tee", str(heard)), hour=lambda: 3)
    bench.show(PAGES["choice"])
    assert not heard.exists()
    bench.hand.press("社保卡")
    bench.until(lambda: heard.is_file() and heard.read_bytes() == cue_sound(Cue.KEY, night=True))


def test_an_outcome_is_heard_in_place_of_the_press_that_led_to_it(tmp_path: Path, bench: Any) -> None:
    heard = tmp_path / "heard.wav"
    cues = bench.screen.bridge.cues = Cues(("tee", "-a", str(heard)), hour=lambda: 12)
    for cue in (Cue.KEY, Cue.SUCCESS, Cue.KEY):
        cues.give(cue)
    bench.until(lambda: heard.is_file() and heard.read_bytes() == cue_sound(Cue.SUCCESS, night=False))


def test_what_was_about_to_be_heard_goes_with_the_screen(bench: Any) -> None:
    cues = bench.screen.bridge.cues = Cues(("cat", "/dev/zero"))
    cues.give(Cue.KEY)
    cues.close()
    assert not cues._soon.isActive()
    assert not cues.playing


def test_what_is_tried_out_is_not_cut_off_by_the_press_before_it(bench: Any) -> None:
    cues = bench.screen.bridge.cues = Cues(("cat", "/dev/zero"))
    cues.give(Cue.KEY)
    assert bench.screen.bridge.tryOut(Cue.SUCCESS.value)
    assert not cues._soon.isActive()
    assert cues.playing
    cues.close()
