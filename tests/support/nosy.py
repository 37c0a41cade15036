"""A member of staff who tries everything that stands on the desk, once: for walks over all its pages."""

import asyncio
from typing import Any

from world import World

from ui.pages import (
    Choice,
    CodeEntry,
    Confirm,
    Home,
    Keypad,
    Paused,
    PinPad,
    PresentId,
    Record,
    Result,
    Standby,
    TextEntry,
)

COLLEAGUE = ("2001", "802468")
"""Who is called for what needs two."""
WAYS_BACK = ("menu", "list", "not_now", "sign_out")
"""Pressed when nothing else is left on a page."""
MENU = "staff.what_to_do"
MOST_STEPS = 400
STARES = 20.0
"""Virtual seconds after which they look at the same page once more."""


class Nosy:
    """`who`: number and password. Whoever comes with an ID card is zhao, sent is zhang."""

    def __init__(self, world: World, who: tuple[str, str]) -> None:
        self._world = world
        self._who = who
        self._typed = who
        self._pressed: set[tuple[str, str]] = set()
        self._at_desk = False
        self._news, self._tile = False, ("", "")
        """Whether something was pressed for the first time since the desk's menu, and which tile led to it."""

    async def walk(self) -> None:
        """From Standby to Standby, until everything was pressed once."""
        world = self._world
        for _ in range(MOST_STEPS):
            page, serial = world.front.page, world.front.serial
            if isinstance(page, Standby | Paused) and self._at_desk:
                return
            await self._answer(page)
            await self._until_another(serial)
        raise AssertionError(f"there is no end to it: {world.front.page}")

    async def _until_another(self, serial: int) -> None:
        ends = self._world.loop.time() + STARES
        while self._world.front.serial == serial and self._world.loop.time() < ends:
            await asyncio.sleep(0.25)

    async def _answer(self, page: Any) -> None:
        world = self._world
        match page:
            case Standby():
                await world.act("wake")
            case Home():
                await world.press("staff")
            case Keypad():
                await world.act("enter", self._number(page))
            case PinPad():
                self._at_desk = True
                world.type_pin(page, self._typed[1])
                await world.act("enter")
            case CodeEntry():
                await world.act("enter", "2" * page.least)
            case TextEntry():
                await world.act("enter", "张三在此")
            case PresentId():
                world.lay("zhang" if page.headline.id.endswith("agents") else "zhao")
            case Confirm():
                await world.act("proceed")
            case Choice():
                await self._press(page.headline.id, [each.key for each in page.options if each.enabled])
            case Record() | Result():
                await self._press(page.headline.id, self._buttons(page))
            case _:
                return

    def _buttons(self, page: Record | Result) -> list[str]:
        others = page.next_steps if isinstance(page, Record) else page.buttons
        return [each.key for each in (page.main, *others) if each is not None and each.enabled]

    async def _press(self, page: str, keys: list[str]) -> None:
        """What has not been pressed here yet, else the way back; an act that had news is looked into once more."""
        if page == MENU and self._news:
            self._pressed.discard(self._tile)
        new = [key for key in keys if key not in WAYS_BACK and (page, key) not in self._pressed]
        key = (new or [key for key in WAYS_BACK if key in keys] or keys)[0]
        self._news = page != MENU and (bool(new) or self._news)
        self._tile = (page, key) if page == MENU else self._tile
        self._pressed.add((page, key))
        await self._world.press(key)

    def _number(self, page: Keypad) -> str:
        if page.headline.id == "request_assistance.phone":
            return "19912345678"
        self._typed = self._who if page.headline.id == "staff.number" else COLLEAGUE
        return self._typed[0]
