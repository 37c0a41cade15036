"""Speaks in a process of its own: Qt's engine takes seconds to start, holding the interpreter, and may never answer.

`python -m ui.speaker ENGINE` reads lines of JSON, [number, language, words], on standard input; words "" are silence.
It writes "ready" or "none" (nothing here speaks), then "NUMBER speaking" and "NUMBER silent" for each of them.
"""

import json
import os
import sys

from PySide6.QtCore import QCoreApplication, QLocale, QSocketNotifier
from PySide6.QtTextToSpeech import QTextToSpeech, QVoice

MANDARIN = "Chinese (Mandarin"
"""How espeak-ng's names of Mandarin begin. Its code is cmn, which Qt does not know: it files them under no language."""
STDIN = 0


class Speaker:
    """One engine, and the number of what it says now."""

    def __init__(self, engine: QTextToSpeech) -> None:
        self._engine = engine
        self._number = 0
        self._rest = b""
        engine.stateChanged.connect(self._tell)

    def hear(self) -> None:
        """Do what the last whole line on standard input asks for; its end is the end."""
        heard = os.read(STDIN, 65536)
        if not heard:
            QCoreApplication.quit()
        *lines, self._rest = (self._rest + heard).split(b"\n")
        if lines:
            self._say(*json.loads(lines[-1]))

    def _say(self, number: int, language: str, words: str) -> None:
        self._engine.stop()
        self._number = number
        if words and self._takes_on(QLocale(language)):
            self._engine.say(words)
        else:
            tell(f"{number} silent")

    def _takes_on(self, wanted: QLocale) -> bool:
        """Whether there is a voice for that language: a foreign one would only make noise of it."""
        for locale in self._engine.availableLocales():
            if locale.language() == wanted.language():
                self._engine.setLocale(locale)
                return True
        return wanted.language() is QLocale.Language.Chinese and self._takes_on_mandarin()

    def _takes_on_mandarin(self) -> bool:
        self._engine.setLocale(QLocale.c())
        voice = next(filter(_is_mandarin, self._engine.availableVoices()), None)
        if voice is not None:
            self._engine.setVoice(voice)
        return voice is not None

    def _tell(self, state: QTextToSpeech.State) -> None:
        speaking = state in (QTextToSpeech.State.Speaking, QTextToSpeech.State.Synthesizing)
        tell(f"{self._number} {'speaking' if speaking else 'silent'}")


def _is_mandarin(voice: QVoice) -> bool:
    return voice.name().startswith(MANDARIN)


def tell(words: str) -> None:
    """A line to who started this process."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main(name: str) -> int:
    """Until standard input ends; 1 where there is nothing that speaks."""
    application = QCoreApplication(sys.argv)
    engine = QTextToSpeech(name) if name in QTextToSpeech.availableEngines() else None
    if engine is None or engine.state() is QTextToSpeech.State.Error:
        tell("none")
        return 1
    speaker = Speaker(engine)
    ear = QSocketNotifier(STDIN, QSocketNotifier.Type.Read)
    ear.activated.connect(speaker.hear)
    tell("ready")
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
