"""A hand on a plain keyboard: Tab until the focus, which can be seen, stands on the label; then Enter."""

from pathlib import Path
from typing import Any

from accessible_visits import SPELLED
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from texts import Language, Text, render
from ui.app import Screen
from ui.hand import PATIENCE_SECONDS, Hand, NothingToTouchError, visible_items
from ui.pages import Standby

FARTHEST = 120
"""Tabs after which a label is not to be reached."""


class KeyedHand(Hand):
    """As `Hand`, without touching anything."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._window = screen.window
        self._leaf = render(Text("ui.words.next"), Language.ZH_CN)

    def hear(self, headline: str) -> None:
        """The new page's headline has the focus."""
        self._until(lambda: self._focused("said") == headline, f"the focus on {headline!r}", PATIENCE_SECONDS)

    def press(self, label: str, patience: float = PATIENCE_SECONDS) -> None:
        """Tab to it and Enter; a page that is leafed through is leafed through."""
        self._press(lambda found: found == label, label, patience)

    def press_first(self, beginning: str) -> None:
        """The same, for the first of many."""
        self._press(lambda found: found.startswith(beginning), beginning, PATIENCE_SECONDS)

    def type(self, digits: str) -> None:
        """Key by key."""
        self._until(lambda: self._screen.bridge.takes_input, "the keys", PATIENCE_SECONDS)
        for digit in digits:
            self._in_gui(lambda key=digit: QTest.keyClick(self._window, key))

    def type_pin(self, digits: str) -> None:
        """The same keys."""
        self.type(digits)

    def sign(self) -> bool:
        """By the arrow keys: a line there and back."""
        self._until(lambda: self._screen.bridge.takes_input, "the field", PATIENCE_SECONDS)
        self._tab_to("ink")
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
            self._key(key)
        return True

    def reveal(self, label: str, file: Path) -> None:
        """Press what shows personal data for a while."""
        self.press(label)

    def write(self, words: str) -> None:
        """By the keys that spell them, in the field."""
        self._tab_to("fits")
        self.type(SPELLED[words])

    def _press(self, wanted: Any, label: str, patience: float) -> None:
        self._until(lambda: self._screen.bridge.takes_input and self._open(wanted), label, patience)
        while not any(map(wanted, self.labels())):
            self._tab_to(lambda found: found == self._leaf)
            self._key(Qt.Key.Key_Return)
        self._tab_to(wanted)
        self._key(Qt.Key.Key_Return)

    def _open(self, wanted: Any) -> bool:
        return any(wanted(label) or label == self._leaf for label in self.labels())

    def _tab_to(self, wanted: Any) -> None:
        for _ in range(FARTHEST):
            if self._in_gui(lambda: self._stands_on(wanted)):
                return
            self._key(Qt.Key.Key_Tab)
        raise NothingToTouchError(f"Tab does not lead to what is wanted; here: {self.labels()}")

    def _stands_on(self, wanted: Any) -> bool:
        """Whether the focus is there; whatever control has it, it is seen. A page that comes anew has its headline."""
        item = self._window.activeFocusItem()
        if isinstance(wanted, str):
            return item.property(wanted) is not None or item.objectName() == wanted
        if item.property("began") is None:
            return False
        if self._rings() != 1 and not isinstance(self._screen.bridge.page, Standby):
            raise NothingToTouchError(f"the focus is not seen on {item.property('label')!r}")
        return bool(wanted(str(item.property("label"))))

    def _rings(self) -> int:
        """How many rings around controls are seen."""
        items = visible_items(self._window.contentItem())
        return sum(item.objectName() == "ring" for item in items)

    def _focused(self, what: str) -> Any:
        item = self._window.activeFocusItem()
        return item.property(what) if item is not None else None

    def _key(self, key: Qt.Key) -> None:
        self._in_gui(lambda: QTest.keyClick(self._window, key))
