"""A finger on the glass: what is pressed, typed, written and signed goes through touches on what can be seen."""

from pathlib import Path

from accessible_visits import PARTS

from texts import Language, Text, render
from ui.app import Screen
from ui.hand import PATIENCE_SECONDS, Hand
from ui.pages import PinPad, Standby, signed
from ui.specimens_signing import WRITTEN


class TouchingHand(Hand):
    """As `Hand`; a page that is leafed through is leafed through."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._leaf, self._wake = (render(Text(f"ui.words.{word}"), Language.ZH_CN) for word in ("next", "wake"))

    def hear(self, headline: str) -> None:
        """Who sees need not listen."""

    def press(self, label: str, patience: float = PATIENCE_SECONDS) -> None:
        """The control of this label, on whichever sheet it stands; what wakes Standby is anywhere on it."""
        if label == self._wake and isinstance(self.page, Standby):
            self.wake(patience)
            return
        self._until(lambda: any(each in (label, self._leaf) for each in self.labels()), repr(label), patience)
        while label not in self.labels():
            super().press(self._leaf, patience)
        super().press(label, patience)

    def press_first(self, beginning: str) -> None:
        """The first of many."""
        self._until(lambda: self._beginning(beginning) is not None, beginning, PATIENCE_SECONDS)
        super().press(self._beginning(beginning) or beginning)

    def type(self, digits: str) -> None:
        """Key by key on the glass."""
        for digit in digits:
            super().press(digit)

    def type_pin(self, digits: str) -> None:
        """Where each digit stands this time."""
        page = self.wait_for(PinPad)
        assert isinstance(page, PinPad)
        self.tap_pin([page.pin.layout.index(digit) for digit in digits])

    def write(self, words: str) -> None:
        """By pinyin, part by part, each by the candidate that is meant."""
        for letters, part in PARTS[words]:
            self.type(letters.upper())
            super().press(part)

    def sign(self) -> bool:
        """With the finger."""
        super().sign(signed(WRITTEN))
        return True

    def reveal(self, label: str, file: Path) -> None:
        """Hold what shows personal data, and let go."""
        self.hold(label)
        self.let_go()

    def _beginning(self, beginning: str) -> str | None:
        return next((label for label in self.labels() if label.startswith(beginning)), None)
