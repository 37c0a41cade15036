"""A resident who answers whatever page comes, from Standby to Standby: for walks in which anything may break."""

import asyncio
import re
import time
from collections.abc import Mapping
from typing import Any

from world import World

from devices.status import Media
from ui.document_pages import PictureCheck
from ui.face_pages import Consent, FaceCapture
from ui.pages import (
    Choice,
    Confirm,
    Home,
    Keypad,
    Notice,
    Outcome,
    Paused,
    PinPad,
    PresentCard,
    PresentId,
    Rate,
    Record,
    Result,
    Signature,
    Standby,
    TakeBack,
    TextEntry,
)
from ui.record_pages import MonthsTable, PdfPreview, RightsSummary
from ui.specimens_signing import WRITTEN

STARES = 20.0
"""Virtual seconds after which they look at the same page once more."""
GIVES_UP = 2000.0
"""Virtual seconds after which a visit that has not ended is a failure: longer than any session may last."""
COMES_BACK = 10.0
"""Real seconds in one visit that they stand before a closed tile, for a device that is late."""
ASKED = "face.do."
DOES_ONCE_MORE = 3.0
"""Real seconds after which what was done before the mirror has not been seen."""
DOORS = {"advance_entrustment": "staff", "technician": "staff"}
"""Behind which corner of Home something is done that has no tile."""
THE_SECOND = "the second"
"""An answer: the second option, whatever it is called."""
CARD_IS_SEEN = 0.2
"""Real seconds for the reader to see a card; one that vanishes at once is never seen."""


class Resident:
    """One person with one card who wants one item.

    `answers`: headline's text id → what they type, choose or write there, or the key of another way that they go, in
    the order in which they would try; the last one again for ever. A PIN that is not in it makes them leave, and of a
    choice they take the first that is open.
    """

    may_be_turned_away = False
    """Whether a tile that stays closed is an end like any other."""

    def __init__(self, world: World, item: str, key: str, answers: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._world = world
        self._item = item
        self._key = key
        self._answers = answers or {}
        self._given: dict[str, int] = {}
        self._in_session = False
        self._waits_until = 0.0
        self._turned_away = False

    async def visit(self) -> Result | None:
        """Come, do what is asked, take everything back; the last result that was shown, or None."""
        world, result = self._world, None
        self._given.clear()
        self._in_session, self._waits_until, self._turned_away = False, 0.0, False
        ends = world.loop.time() + GIVES_UP
        while not self._over():
            assert world.loop.time() < ends, f"the visit does not end: {world.front.page}"
            serial, page = world.front.serial, world.front.page
            result = page if isinstance(page, Result) else result
            await self.answer(page)
            await self._until_another(serial)
        assert self.may_be_turned_away or not self._turned_away, f"nothing can be done: {world.front.page}"
        return result

    def _over(self) -> bool:
        """They are done; or nothing can be done here."""
        page = self._world.front.page
        return self._turned_away or isinstance(page, Paused) or (self._in_session and isinstance(page, Standby))

    async def _until_another(self, serial: int) -> None:
        world = self._world
        ends = world.loop.time() + STARES
        while world.front.serial == serial and world.loop.time() < ends:
            await asyncio.sleep(0.25)

    async def answer(self, page: Any) -> None:
        """What they do about one page."""
        world = self._world
        if way := self._other_way(page):
            await self._do("press", way)
            return
        match page:
            case Standby():
                await self._do("wake")
            case Home():
                await self._choose(page)
            case PresentId():
                world.lay(self._next_answer(page) or self._key)
            case PresentCard():
                await self._card(page)
            case Keypad() | PinPad() | TextEntry():
                await self._type(page)
            case Choice():
                await self._choice(page)
            case Confirm() | Notice():
                await self._do("proceed")
            case Result():
                await self._finish(page)
            case TakeBack():
                await self._take_back()
            case _:
                await self._read(page)

    async def _choice(self, page: Choice) -> None:
        """What they would try next, or the first that is open; where all are closed they leave."""
        wanted = page.options[1].key if (answer := self._next_answer(page)) == THE_SECOND else answer
        key = wanted or next((option.key for option in page.options if option.enabled), None)
        await (self._do("leave") if key is None else self._do("press", key))

    async def _read(self, page: Any) -> None:
        """What they do about a page that is looked at, or signed; on any other they wait."""
        match page:
            case Signature():
                await self._do("sign", WRITTEN)
            case Record() | PdfPreview() | PictureCheck():
                key = self._next_answer(page)
                await (self._do("leave") if key is None else self._do("press", key))
            case RightsSummary() | MonthsTable():
                await self._record(page)
            case Rate():
                await self._do("rate", "2 slow")
            case Consent():
                await self._do("agree")
            case FaceCapture():
                await self._before_the_mirror(page)
            case _:
                return

    async def _before_the_mirror(self, page: FaceCapture) -> None:
        """What it asks for, once more where that was not seen, as long as it stands; pictures come in real time."""
        again = 0.0
        with self._world.loop.held():
            while self._world.front.page is page:
                asked = page.view.guide.words.id
                if asked.startswith(ASKED) and time.monotonic() > again:
                    self._world.camera.command("act", asked.removeprefix(ASKED))
                    again = time.monotonic() + DOES_ONCE_MORE
                await asyncio.sleep(0)
                time.sleep(0.005)

    async def _do(self, name: str, value: object = None) -> None:
        await self._world.act(name, value)

    async def _choose(self, page: Home) -> None:
        corner = () if page.corner is None else (page.corner,)
        door = DOORS.get(self._item, self._item)
        tile = next(tile for tile in (*page.everything, *corner) if tile.key == door)
        if tile.enabled:
            self._in_session = True
            await self._do("press", tile.key)
        else:
            self._turned_away = not await self._devices_back()

    async def _devices_back(self) -> bool:
        """Devices come back in real time: two thousand virtual seconds before a closed tile pass in one of them."""
        devices = self._world.around.equipment.devices
        self._waits_until = self._waits_until or time.monotonic() + COMES_BACK
        with self._world.loop.held():
            while not all(device.usable for device in devices) and time.monotonic() < self._waits_until:
                await asyncio.sleep(0)
                time.sleep(0.001)
        return time.monotonic() < self._waits_until

    async def _card(self, page: PresentCard) -> None:
        """In, or out where the page asks for that; the reader gets a moment to see it, in real time."""
        world = self._world
        wanted = page.headline.id != "identity.take_out_card"
        with world.loop.held():
            world.slot.pull()
            await self._seen(inside=False)
            if wanted:
                self._insert()
                await self._seen(inside=True)

    def _insert(self) -> None:
        self._world.slot.insert(self._key)

    async def _take_back(self) -> None:
        """Everything at once; the reader gets the same moment, or virtual seconds would pass that nobody waits."""
        world = self._world
        with world.loop.held():
            world.slot.pull()
            world.lift()
            await self._seen(inside=False)

    async def _seen(self, *, inside: bool) -> None:
        reader, ends = self._world.around.equipment.card_reader, time.monotonic() + CARD_IS_SEEN
        while (reader.status.media is Media.PRESENT) is not inside and time.monotonic() < ends:
            await asyncio.sleep(0)
            time.sleep(0.001)

    async def _type(self, page: Keypad | PinPad | TextEntry) -> None:
        """What they know; where they know nothing they wait for an SMS code, or leave."""
        words = self._next_answer(page)
        if words is None and isinstance(page, Keypad):
            words = self._code()
        if words is None:
            await self._do("leave")
        elif isinstance(page, PinPad):
            await self._type_pin(page, words)
            await self._do("enter")
        else:
            await self._do("enter", words)

    async def _record(self, page: RightsSummary | MonthsTable) -> None:
        """What they want of it, or a look at the months; there they doubt the last one."""
        if isinstance(page, RightsSummary):
            await self._do("press", self._next_answer(page) or "look")
        else:
            await self._do("doubt", f"{page.parts[0].key} {page.parts[0].lines[-1][0]}")

    def _code(self) -> str:
        return re.findall(r"验证码 (\d{6})", self._world.backend.command("inbox", "1"))[-1]

    async def _type_pin(self, page: PinPad, pin: str) -> None:
        """Digit by digit, on the page's keys."""
        self._world.type_pin(page, pin)

    def _other_way(self, page: Any) -> str | None:
        """The key of another way than the page's own, where that is what they would try next."""
        ways = {way.key for way in getattr(page, "other_ways", ())}
        return self._next_answer(page) if ways and self._next_try(page) in ways else None

    def _next_answer(self, page: Any) -> str | None:
        """What they would try next on a page with this headline, which is their turn there."""
        answer, name = self._next_try(page), page.headline.id
        if answer is not None:
            self._given[name] = self._given.get(name, 0) + 1
        return answer

    def _next_try(self, page: Any) -> str | None:
        tries = self._answers.get(page.headline.id)
        return None if tries is None else tries[min(self._given.get(page.headline.id, 0), len(tries) - 1)]

    async def _finish(self, page: Result) -> None:
        refused_before = page.outcome is Outcome.REFUSED and page.code
        if page.main is None or page.main.key == "again" or refused_before:
            await self._do("leave")
        else:
            await self._do("press", page.main.key)
