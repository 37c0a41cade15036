"""Speaks each page's headline and how-to once while voice is on; without an engine on the machine it stays off."""

import json
import re
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from texts import Language, Personal, Text, render
from ui.pages import AnyPage, PinPad

ENGINE = "speechd"
"""Qt's plug-in for speech-dispatcher, which speaks Mandarin by espeak-ng."""
SPEAKER = (sys.executable, "-m", "ui.speaker")
START_SECONDS = 30.0
"""By when an engine must be ready: speech-dispatcher was seen to take eight seconds to start, or to hang for good."""
_END_MS = 200
_SENTENCE = re.compile(r"[^。！？；，.!?;\n]+[。！？；，.!?;\n]*")
_PRIVATE = re.compile(r"\d{3}|\*")
"""Anything longer than a count, and anything masked, is for the eyes alone."""


def spoken(page: AnyPage, language: Language) -> str:
    """What is said of a page: headline and how-to, without persons and without numbers."""
    elsewhere = Text("ui.pad.type_there") if isinstance(page, PinPad) and page.on_pad else None
    return " ".join(words for text in (page.headline, page.how, elsewhere) if (words := _harmless(text, language)))


def _harmless(text: Text | None, language: Language) -> str:
    if text is None or any(isinstance(value, Personal) for _, value in text.fields):
        return ""
    sentences = _SENTENCE.findall(render(text, language))
    return "".join(sentence for sentence in sentences if not _PRIVATE.search(sentence)).strip()


class Voice(QObject):
    """Off until it is switched on; the engine is started then and not before, in a process that may hang by itself.

    Nothing here waits for it: what it does not say is not heard, and one that does not start in time is switched off.
    """

    spoke = Signal(bool)
    """It has begun to speak, or ended."""
    failed = Signal()
    """It has switched itself off: there is nothing here that speaks."""

    def __init__(
        self, engine: str = ENGINE, *, speaker: Sequence[str] = SPEAKER, start_seconds: float = START_SECONDS
    ) -> None:
        super().__init__()
        self._command = (*speaker, engine)
        self._process: QProcess | None = None
        self._ready = self._absent = False
        self._number = 0
        self._line = b""
        self._latest = QTimer(self, interval=round(start_seconds * 1000), singleShot=True)
        self._latest.timeout.connect(self._give_up)
        self.on = False
        self.speaking = False
        """Whether something is being said now; time limits stand still meanwhile."""

    def switch(self, on: bool) -> None:
        """On, as soon as there is an engine that speaks; off at once."""
        self.on = on
        if on and self._process is None:
            self._start()
        if not on:
            self.stop()

    def say(self, page: AnyPage, language: Language) -> None:
        """Say what a page asks, in place of what is being said."""
        self._say(spoken(page, language), language)

    def tell(self, words: str, language: Language) -> None:
        """Say what changed on the page, in place of what is being said; words without persons and numbers."""
        if not _PRIVATE.search(words):
            self._say(words, language)

    def try_out(self, words: str, language: Language) -> bool:
        """Say it, be voice on or off; False where it is known already that nothing speaks, else `failed` may follow."""
        if self._process is None and not self._absent:
            self._start()
        self._replace(words, language)
        return not self._absent

    def stop(self) -> None:
        """Be silent: somebody touched the screen, the page went, voice was switched off."""
        if self._line:
            self._send("", Language.ZH_CN)
            self._line = b""
        self._set_speaking(on=False)

    def close(self) -> None:
        """End the engine's process, whatever it is doing."""
        process, self._process = self._process, None
        self._ready, self._line = False, b""
        self._latest.stop()
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(_END_MS)
            process.deleteLater()

    def _say(self, words: str, language: Language) -> None:
        if self.on:
            self._replace(words, language)

    def _replace(self, words: str, language: Language) -> None:
        self.stop()
        if words:
            self._send(words, language)

    def _send(self, words: str, language: Language) -> None:
        """Now, or once it is ready: the last that was asked for."""
        self._number += 1
        self._line = json.dumps([self._number, language.value, words]).encode() + b"\n"
        if self._process is not None and self._ready:
            self._process.write(self._line)

    def _start(self) -> None:
        self._process = process = QProcess(self)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._hear)
        process.finished.connect(self._give_up)
        process.errorOccurred.connect(self._give_up)
        program, *arguments = self._command
        self._latest.start()
        process.start(program, arguments)

    def _hear(self) -> None:
        """What the engine tells; of what is said no longer nothing counts."""
        while self._process is not None and self._process.canReadLine():
            told = bytes(self._process.readLine().data()).decode().split()
            if told == ["none"]:
                self._absent = True
                self._give_up()
            elif told == ["ready"]:
                self._set_ready()
            elif told[0] == str(self._number):
                self._set_speaking(on=told[1] == "speaking")

    def _set_ready(self) -> None:
        self._ready = True
        self._latest.stop()
        if self._process is not None and self._line:
            self._process.write(self._line)

    def _set_speaking(self, *, on: bool) -> None:
        if on is not self.speaking:
            self.speaking = on
            self.spoke.emit(on)

    def _give_up(self) -> None:
        self.close()
        self.on = False
        self._set_speaking(on=False)
        self.failed.emit()
