"""Sounds made here and played by ALSA's aplay, where the machine has it: keys, outcomes, a card left behind."""

import io
import math
import shutil
import struct
import wave
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum, unique
from functools import cache

from PySide6.QtCore import QProcess, QTimer

PLAYER = ("aplay", "-q", "-")
RATE = 22_050
_BEEP_S, _GAP_S, _PITCHES = 0.18, 0.09, (880.0, 1175.0)
_LOUDNESS = (0.25, 0.45, 0.7, 1.0)
"""By alarm, 0 to 3; never nothing."""
_END_MS = 5000
"""A killed process is gone at once, but for a machine that is very busy."""
LOUDEST = len(_LOUDNESS) - 1
_SOON_MS = 20
"""Nobody hears the delay; meanwhile the page that a press leads to is painted, from which starting a program takes."""
_NIGHT = (22, 7)
"""From this hour until that one cues are softer; the alarm is not."""
_BY_DAY, _BY_NIGHT = 0.3, 0.1


@unique
class Cue(Enum):
    """A short sound beside what is seen, never instead of it."""

    KEY = "key"
    SUCCESS = "success"
    ATTENTION = "attention"


_NOTES: Mapping[Cue, tuple[tuple[float, float], ...]] = {
    Cue.KEY: ((1760.0, 0.025),),
    Cue.SUCCESS: ((659.3, 0.1), (880.0, 0.1), (1318.5, 0.22)),
    Cue.ATTENTION: ((523.3, 0.16), (392.0, 0.26)),
}
"""Each cue's notes: hertz, seconds."""


@cache
def cue_sound(cue: Cue, night: bool) -> bytes:
    """A WAV file, 16 bit, mono; softer at night, never mute."""
    loudness = _BY_NIGHT if night else _BY_DAY
    samples = (sample for pitch, seconds in _NOTES[cue] for sample in _note(pitch, seconds, loudness))
    return _as_wav(b"".join(struct.pack("<h", round(sample * 32_000)) for sample in samples))


def is_night(hour: int) -> bool:
    """Whether people sleep at that hour (0 to 23)."""
    evening, morning = _NIGHT
    return hour >= evening or hour < morning


def alarm_sound(alarm: int) -> bytes:
    """A WAV file, 16 bit, mono: the higher the alarm (0 to 3), the more beeps and the louder."""
    level = max(0, min(alarm, len(_LOUDNESS) - 1))
    samples = (sample for beep in range(2 * level + 2) for sample in _beep(_PITCHES[beep % 2], _LOUDNESS[level]))
    packed = b"".join(struct.pack("<h", round(sample * 32_000)) for sample in samples)
    return _as_wav(packed)


def _beep(pitch: float, loudness: float) -> Iterator[float]:
    yield from _note(pitch, _BEEP_S, loudness)
    yield from (0.0 for _ in range(round(_GAP_S * RATE)))


def _note(pitch: float, seconds: float, loudness: float) -> Iterator[float]:
    whole = round(seconds * RATE)
    for place in range(whole):
        swell = math.sin(math.pi * place / whole)
        yield loudness * swell * math.sin(2 * math.pi * pitch * place / RATE)


def _as_wav(samples: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return buffer.getvalue()


class Player:
    """Plays one sound at a time; without a program that plays it is silent, and the page is what remains."""

    def __init__(self, player: Sequence[str] = PLAYER) -> None:
        self._player = player
        self._process: QProcess | None = None
        self._killed: list[QProcess] = []
        """Told to end, and kept until they have: a busy machine takes its time."""

    def play(self, sound: bytes) -> None:
        """Begin to play in place of what still plays."""
        self.stop()
        program, *arguments = self._player
        if not self.there:
            return
        self._process = QProcess()
        self._process.start(program, arguments)
        self._process.write(sound)
        self._process.closeWriteChannel()

    @property
    def there(self) -> bool:
        """Whether this machine has the program."""
        return shutil.which(self._player[0]) is not None

    @property
    def playing(self) -> bool:
        """Whether a sound is still on its way."""
        return self._process is not None and _runs(self._process)

    def stop(self) -> None:
        """Be silent; nobody waits until the program is gone."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            self._killed.append(process)
        self._killed = [killed for killed in self._killed if _runs(killed)]

    def close(self) -> None:
        """Be silent for good: the program is gone afterwards."""
        self.stop()
        for killed in self._killed:
            killed.waitForFinished(_END_MS)


class Cues(Player):
    """The short sounds of keys and outcomes."""

    def __init__(self, player: Sequence[str] = PLAYER, hour: Callable[[], int] = lambda: datetime.now().hour) -> None:
        super().__init__(player)
        self._hour = hour
        self._next = Cue.KEY
        self._soon = QTimer(interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._sound)

    def give(self, cue: Cue) -> None:
        """Let it be heard soon, softly at night; an outcome goes before a key, and a key interrupts nothing."""
        if cue is Cue.KEY and (self._soon.isActive() or self.playing):
            return
        self._next = cue
        self._soon.start()

    def stop(self) -> None:
        """Be silent, what was to come included."""
        self._soon.stop()
        super().stop()

    def _sound(self) -> None:
        self.play(cue_sound(self._next, is_night(self._hour())))


class Alarm(Player):
    """The sound that grows while a card is left behind: as loud by night as by day."""

    def sound(self, alarm: int) -> None:
        """Begin the sound of this alarm in place of one that still plays."""
        self.play(alarm_sound(alarm))


def _runs(process: QProcess) -> bool:
    return process.state() is not QProcess.ProcessState.NotRunning
