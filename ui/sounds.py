"""The sound that grows while a card is left behind: made here, played by ALSA's aplay where the machine has it."""

import io
import math
import shutil
import struct
import wave
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QProcess

PLAYER = ("aplay", "-q", "-")
RATE = 22_050
_BEEP_S, _GAP_S, _PITCHES = 0.18, 0.09, (880.0, 1175.0)
_LOUDNESS = (0.25, 0.45, 0.7, 1.0)
"""By alarm, 0 to 3; never nothing."""


def alarm_sound(alarm: int) -> bytes:
    """A WAV file, 16 bit, mono: the higher the alarm (0 to 3), the more beeps and the louder."""
    level = max(0, min(alarm, len(_LOUDNESS) - 1))
    samples = (sample for beep in range(2 * level + 2) for sample in _beep(_PITCHES[beep % 2], _LOUDNESS[level]))
    packed = b"".join(struct.pack("<h", round(sample * 32_000)) for sample in samples)
    return _as_wav(packed)


def _beep(pitch: float, loudness: float) -> Iterator[float]:
    whole = round(_BEEP_S * RATE)
    for place in range(whole):
        swell = math.sin(math.pi * place / whole)
        yield loudness * swell * math.sin(2 * math.pi * pitch * place / RATE)
    yield from (0.0 for _ in range(round(_GAP_S * RATE)))


def _as_wav(samples: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return buffer.getvalue()


class Alarm:
    """Plays one sound at a time; without a player it is silent, and the page is what remains."""

    def __init__(self, player: Sequence[str] = PLAYER) -> None:
        self._player = player
        self._process: QProcess | None = None

    def sound(self, alarm: int) -> None:
        """Begin the sound of this alarm in place of one that still plays."""
        self.stop()
        program, *arguments = self._player
        if shutil.which(program) is None:
            return
        self._process = QProcess()
        self._process.start(program, arguments)
        self._process.write(alarm_sound(alarm))
        self._process.closeWriteChannel()

    def stop(self) -> None:
        """Be silent."""
        process, self._process = self._process, None
        if process is not None and process.state() is not QProcess.ProcessState.NotRunning:
            process.kill()
            process.waitForFinished(200)
