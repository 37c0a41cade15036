"""`kiosk run` itself, operated by keys, assistive technology or touch: python tests/support/operated_terminal.py JOB.

As `touched_terminal.py`, but what is done goes through the screen itself. Who stands before it knows what a page asks;
what they want is done by the label that stands there: by Tab and Enter, names and roles on the accessibility bus, or a
finger.
"""

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from accessible_visits import LAST_REFERENCE
from keyed_hand import KeyedHand
from labels import label_of
from PySide6.QtGui import QGuiApplication
from spoken_hand import SpokenHand
from touched_terminal import LOOKS_EVERY, BeforeTheGlass, Touching
from touching_hand import TouchingHand

import ui.guard
from kiosk.cli.run import screen_options, serve
from kiosk.config import load
from kiosk.core import Core
from texts import Language, Text, render
from ui.app import Screen
from ui.check_pages import Checks
from ui.face_pages import Consent, FaceCapture
from ui.pages import (
    CodeEntry,
    Home,
    Keypad,
    PinPad,
    Print,
    Rate,
    Record,
    Result,
    Signature,
    Standby,
    Starting,
    TextEntry,
    Working,
)
from ui.record_pages import MonthsTable, RightsSummary

OVERHEARD = "overheard.txt"
LONGEST = 90.0
"""Seconds for a whole visit."""
PASSING = (Standby, Starting, Working, Print, type(None))
"""Where nothing is asked, or the whole glass is the one thing to press."""


class Hand(Protocol):
    """How somebody operates the screen. Each call waits until it can be done."""

    def hear(self, headline: str) -> None:
        """A page has come: its headline has the focus."""
        ...

    def press(self, label: str) -> None:
        """Press the button of this label, on whichever sheet of the page it stands."""
        ...

    def press_first(self, beginning: str) -> None:
        """Press the first of many whose labels begin so."""
        ...

    def type(self, digits: str) -> None:
        """Type digits and letters."""
        ...

    def write(self, words: str) -> None:
        """Write words into the field."""
        ...

    def sign(self) -> bool:
        """Sign; False for who cannot."""
        ...

    def reveal(self, label: str, file: Path) -> None:
        """Press what shows personal data for a while; whoever hears the screen keeps in `file` all that it says."""
        ...

    def type_pin(self, digits: str) -> None:
        """Type a PIN on the numeric keyboard."""
        ...


class Operating(Touching):
    """A resident whose every answer goes through a `Hand`."""

    def __init__(self, world: BeforeTheGlass, visit: dict[str, Any], hand: Hand) -> None:
        super().__init__(world, visit, lambda pin, place: pin[place : place + 1])
        self._hand = hand

    async def answer(self, page: Any) -> None:
        self._hear(page)
        match page:
            case None:
                return
            case Consent():
                await self._do("agree")
            case FaceCapture():
                await self._before_the_mirror(page)
            case Rate():
                await self._do("skip")
            case Checks() if page.main is None:
                return
            case Checks():
                await self._do("press", self._next_answer(page) or page.main.key)
            case Signature():
                await (self._do("sign") if self._hand.sign() else self._do("press", page.other_ways[0].key))
            case _:
                await super().answer(page)

    def _hear(self, page: Any) -> None:
        """That it has come."""
        if not isinstance(page, PASSING):
            self._while_it_stands(page, self._hand.hear, render(page.headline, Language.ZH_CN))

    def _while_it_stands(self, page: Any, do: Callable[[str], None], label: str) -> None:
        """A page that has gone meanwhile cannot be operated any more, and need not be."""
        try:
            do(label)
        except LookupError:
            if self._before.glass.page is page:
                raise

    async def _do(self, name: str, value: object = None) -> None:
        page = self._before.glass.page
        if isinstance(page, Home) and name == "press":
            self._choose_by_group(page, str(value))
        else:
            self._while_it_stands(page, self._hand.press, label_of(page, name, value))

    def _choose_by_group(self, page: Home, key: str) -> None:
        """An item among the largest tiles, or where its group holds it."""
        at_once = (*page.tiles, *((page.corner,) if page.corner else ()))
        if all(tile.key != key for tile in at_once):
            group = next(group for group in page.groups if any(button.key == key for button in group.buttons))
            self._hand.press(render(Text("ui.words.everything"), Language.ZH_CN))
            self._hand.press(render(group.title, Language.ZH_CN))
        self._hand.press(label_of(page, "press", key))

    async def _type(self, page: Keypad | PinPad | TextEntry | CodeEntry) -> None:
        words = self._next_answer(page)
        if words is None and isinstance(page, Keypad):
            words = self._code()
        if words is None:
            await self._do("leave")
            return
        typed = {PinPad: self._hand.type_pin, TextEntry: self._hand.write}.get(type(page), self._hand.type)
        typed(words)
        await self._do("enter")

    async def _read(self, page: Any) -> None:
        if isinstance(page, Record | RightsSummary) and page.person:
            self._hand.reveal(render(Text("ui.words.reveal"), Language.ZH_CN), self._before.folder / OVERHEARD)
        match page:
            case CodeEntry():
                await self._type(page)
            case RightsSummary():
                await self._do("press", self._next_answer(page) or "look")
            case Record() if page.headline.id in self._answers:
                await self._do("press", self._next_answer(page))
            case MonthsTable():
                month = page.parts[0].lines[-1][0]
                self._hand.press_first(f"{month // 100}年{month % 100}月")
                await self._do("doubt")
            case _:
                await super()._read(page)

    async def _finish(self, page: Result) -> None:
        """As others; but a machine that is busy sees a face too seldom, and they try again."""
        if page.headline.id == "face.not_yet" and page.main is not None:
            await self._do("press", page.main.key)
        else:
            await super()._finish(page)

    async def _before_the_mirror(self, page: FaceCapture) -> None:
        """Do what the mirror asks for, until it has gone."""
        done: list[Text] = []
        while self._before.glass.page is page:
            words = page.view.guide.words
            if words.id.startswith("face.do.") and words not in done:
                done.append(words)
                self._before.hands.do("camera", "command", "act", words.id.rpartition(".")[2])
            await asyncio.sleep(LOOKS_EVERY)


def main(job: dict[str, Any]) -> int:
    """The visits, one after the other, each told with its item and how it ended; then the terminal is ended."""
    ui.guard.GUARD_SECONDS = 0.0  # nobody here is hasty, and twenty visits would wait a minute
    world = BeforeTheGlass(job)
    hands = {"keys": KeyedHand, "names": SpokenHand, "touch": TouchingHand}

    def visits(hand: Hand, core: Core) -> None:
        reference = ""
        try:
            for visit in job["visits"]:
                answers = _with(reference, visit["answers"])
                resident = Operating(world, visit | {"answers": answers}, hand)
                result = asyncio.run(asyncio.wait_for(resident.visit(), LONGEST))
                reference = (result.reference if result else "") or reference
                _say(visit.get("name", visit["item"]), ended=_end_of(result))
            _call_for_help(hand)
            _say("over")
        except BaseException as error:
            _say("failed", why=f"{error!r} on {type(world.glass.page).__name__}")
            raise
        finally:
            core.stop()

    def beside(screen: Screen, core: Core) -> None:
        world.stand_before(screen)
        hand = hands[job["by"]](screen)
        QGuiApplication.processEvents()
        threading.Thread(target=visits, args=(hand, core), name="resident", daemon=True).start()

    configuration = load(world.written())
    return serve(configuration, screen_options(configuration), beside)


def _call_for_help(hand: Hand) -> None:
    """On Home; and what it says is closed again."""
    for word in ("wake", "call", "understood"):
        hand.press(render(Text(f"ui.words.{word}"), Language.ZH_CN))


def _with(reference: str, answers: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    told = reference.replace("-", "")
    return {name: tuple(told if each == LAST_REFERENCE else each for each in tries) for name, tries in answers.items()}


def _end_of(result: Result | None) -> str:
    return "" if result is None else result.code or result.headline.id


def _say(item: str, **fields: str) -> None:
    sys.stdout.write(json.dumps({"item": item, **fields}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
