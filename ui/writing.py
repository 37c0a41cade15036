"""Gives the keys of a real keyboard to the page on which words are written, before the input method gets them.

Qt Virtual Keyboard takes a physical key for the end of composing; pinyin typed on a real keyboard would fall apart.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class WritingKeys(QObject):
    """Asks the page first; what it does not take goes the usual way."""

    typed = Signal(int, str)
    """Key and text; who takes it calls `take` before the signal returns."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._taken = False
        self._held: set[int] = set()

    def serve(self, on: bool) -> None:
        """While a page stands on which words are written, and no longer."""
        application = QCoreApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        if on:
            application.installEventFilter(self)

    @Slot()
    def take(self) -> None:
        """The key that is being told is done with."""
        self._taken = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Swallow a key that the page has taken: its press, and its release with it."""
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.KeyRelease:
            return self._released(event.key())
        return event.type() is QEvent.Type.KeyPress and not event.modifiers() & _COMMANDS and self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        self._taken = False
        self.typed.emit(event.key(), event.text())
        if self._taken:
            self._held.add(event.key())
        return self._taken

    def _released(self, key: int) -> bool:
        held = key in self._held
        self._held.discard(key)
        return held
