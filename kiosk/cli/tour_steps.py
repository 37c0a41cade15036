"""What every journey of the tour is made of: wait for a page, press, type, show papers, take a picture."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from kiosk.cli.say import say
from kiosk.cli.simulated import SimulatedWorld
from kiosk.core import Core
from texts import Language, Text, render
from ui.hand import Hand
from ui.pages import AnyPage, Home, Keypad, Outcome, PresentCard, Rate, Result, Standby

P = TypeVar("P", bound=AnyPage)
KEYS = "1234567890"


class TourSteps:
    """A resident before the real window of a simulated world; `failed` says where a journey ended that should not."""

    def __init__(self, world: SimulatedWorld, pictures: Path) -> None:
        self._world = world
        self._pictures = pictures
        self._language = Language.ZH_CN
        self._hand: Hand
        self._core: Core
        self.taken = 0
        self.failed: Exception | None = None

    def _to_home_page(self, title: str) -> None:
        self._on(Standby)
        self._hand.wake()
        self._on(Home)
        self._hand.choose(title.removesuffix(".title"))

    def _to_present_card(self, *, pictures: bool = False) -> None:
        self._on(Standby, "standby" if pictures else "")
        self._hand.wake()
        self._on(Home, "home" if pictures else "")
        self._press("card_status.title")
        self._on(PresentCard, "insert-card" if pictures else "")

    def _sms_code(self, name: str = "") -> None:
        """The newest code in the inbox."""
        self._on(Keypad, name, lambda page: page.headline == Text("sms.enter"))
        self._key_in(re.findall(r"\b\d{6}\b", self._world.do("backend", "inbox"))[-1])
        self._press("ui.words.enter")

    def _key_in(self, letters: str) -> None:
        for letter in letters:
            self._hand.press(letter)

    def _taken_and_gone(self, *, card: bool = False, slip: bool = True) -> None:
        """Slip and papers are taken; when the next resident comes, another code may be sent."""
        if slip:
            self._press("operation.print")
            self._on(Result, "", lambda page: page.picture is not None)
        if slip:
            self._press("common.finish")
        else:
            self._leave()
        if card:
            self._world.do("card", "pull")
        self._world.do("id-reader", "lift")
        self._world.do("backend", "clock", "+2m")
        if slip:
            self._not_rated()
        self._on(Standby)

    def _not_rated(self) -> None:
        """They are asked how it was, and say nothing."""
        self._on(Rate)
        self._press("ui.rating.skip")

    def _ended(self, outcome: Outcome, name: str, *, leave: bool = True) -> None:
        self._on(Result, name, lambda page: page.outcome is outcome)
        if leave:
            self._press("card_status.finish")

    def _on(self, kind: type[P], name: str = "", where: Callable[[Any], bool] | None = None) -> P:
        """Wait for a page; take its picture when it has a name."""
        page = cast("P", self._hand.wait_for(kind, where=where))
        if name:
            self._picture(name)
        return page

    def _press(self, text_id: str) -> None:
        self._press_text(Text(text_id))

    def _leave(self) -> None:
        """退出, which with a card in the reader says that it comes back."""
        with_card = Text("ui.words.leave_with_card")
        there = render(with_card, self._language) in self._hand.labels()
        self._press_text(with_card if there else Text("ui.words.leave"))

    def _read_and_press(self, text_id: str) -> None:
        """Where a page takes two sheets, what is pressed stands on the second."""
        if render(Text(text_id), self._language) not in self._hand.labels():
            self._press("ui.words.next")
        self._press(text_id)

    def _press_text(self, text: Text) -> None:
        self._hand.press(render(text, self._language))

    def _type(self, digits: str) -> None:
        self._hand.tap_pin([KEYS.index(digit) for digit in digits])

    def _picture(self, name: str) -> None:
        self.taken += 1
        self._hand.save(self._pictures / f"{self.taken:02}-{name}.png")
        say(f"  {self.taken:02} {name}")
