"""Speaks each page's headline and how-to once while voice is on; without an engine on the machine it stays off."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal

from texts import Language, Personal, Text, render
from ui.pages import AnyPage, PinPad

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

ENGINE = "speechd"
"""Qt's plug-in for speech-dispatcher, which speaks Mandarin by espeak-ng."""
_LOCALES = {Language.ZH_CN: QLocale("zh_CN"), Language.EN: QLocale("en_US")}
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
    """Off until it is switched on; the engine is loaded then and not before."""

    spoke = Signal(bool)
    """It has begun to speak, or ended."""

    def __init__(self, engine: str = ENGINE) -> None:
        super().__init__()
        self._name = engine
        self._engine: QTextToSpeech | None = None
        self.on = False

    def switch(self, on: bool) -> None:
        """On, if there is an engine that speaks; off at once."""
        if on and self._engine is None:
            self._engine = self._loaded()
        self.on = on and self._engine is not None
        if not self.on:
            self.stop()

    def say(self, page: AnyPage, language: Language) -> None:
        """Say what a page asks, in place of what is being said."""
        if not self.on or self._engine is None:
            return
        self.stop()
        words = spoken(page, language)
        if words:
            self._engine.setLocale(_LOCALES[language])
            self._engine.say(words)

    def tell(self, words: str, language: Language) -> None:
        """Say what changed on the page, in place of what is being said; words without persons and numbers."""
        if self.on and self._engine is not None and not _PRIVATE.search(words):
            self._engine.stop()
            self._engine.setLocale(_LOCALES[language])
            self._engine.say(words)

    def try_out(self, words: str, language: Language) -> bool:
        """Say it, be voice on or off; False where there is no engine."""
        if self._engine is None:
            self._engine = self._loaded()
        if self._engine is None:
            return False
        self._engine.stop()
        self._engine.setLocale(_LOCALES[language])
        self._engine.say(words)
        return True

    def stop(self) -> None:
        """Be silent: somebody touched the screen, the page went, voice was switched off."""
        if self._engine is not None:
            self._engine.stop()

    @property
    def speaking(self) -> bool:
        """Whether something is being said now; time limits stand still meanwhile."""
        return self._engine is not None and self._engine.state().name == "Speaking"

    def _loaded(self) -> "QTextToSpeech | None":
        from PySide6.QtTextToSpeech import QTextToSpeech  # noqa: PLC0415 - it costs memory, and few ask for it

        if self._name not in QTextToSpeech.availableEngines():
            return None
        engine = QTextToSpeech(self._name, self)
        if engine.state() is QTextToSpeech.State.Error:
            return None
        engine.stateChanged.connect(self._state_changed)
        return engine

    def _state_changed(self, _: object) -> None:
        self.spoke.emit(self.speaking)
