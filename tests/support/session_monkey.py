"""A monkey before a whole terminal: real screen, real core, virtual time: python tests/support/session_monkey.py JOB.

It touches whatever can be pressed, or the bare glass, and only a tap on a page that takes answers counts. Now and then
somebody lends it a card, an ID card, a PIN or a code, so that it comes behind the first page of each item.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from drawn_front import DrawnFront, play_on_screen
from PySide6.QtCore import QPoint
from virtual_time import VirtualLoop
from world import World

from sandbox.population import people
from ui.app import Screen
from ui.hand import Hand, in_view, visible_items
from ui.pages import Action, Keypad, PinPad, PresentCard, PresentId, Standby, TakeBack
from ui.voice import Voice

LENT = 0.35
"""How often somebody helps where a card, a PIN or a code is asked for."""
ON_A_CONTROL = 0.8
AWAY, AWAY_FOR = 0.002, 200.0
"""How often nobody is there for so many virtual seconds."""
GIVES_UP = 4000.0
"""Virtual seconds by which the last session must have ended by itself."""


class TouchedFront(DrawnFront):
    """What the screen tells goes to the core, touches and all. Made in the screen's thread."""

    def __init__(self, world: World, screen: Screen) -> None:
        super().__init__(world, screen)
        self.hand, self.screen = Hand(screen), screen
        screen.bridge.voice = Voice(speaker=("true",))

    def act(self, action: Action) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.world.around.stage.act(action)

    def active(self) -> None:
        self.world.around.stage.active()


class Monkey:
    """In the core's thread: taps, one after the other."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._random = Random(seed)
        self._who = sorted(person.key for person in world.people.values() if person.cards and person.story)
        self._guest = self._who[0]
        self.taps = 0
        self.pages: Counter[str] = Counter()

    async def tap(self, taps: int) -> dict[str, Any]:
        """So many; then everything is taken back, nobody is there, and what is left is told."""
        world, front = self._world, self._world.front
        assert isinstance(front, TouchedFront)
        self._hand, self._screen = front.hand, front.screen
        while self.taps < taps:
            if self._random.random() < AWAY:
                await asyncio.sleep(AWAY_FOR)
            await self._help()
            await self._once()
        with world.loop.held():
            world.slot.pull()
            world.lift()
        ends = world.loop.time() + GIVES_UP
        while not isinstance(front.page, Standby) and world.loop.time() < ends:
            await asyncio.sleep(1)
        await asyncio.sleep(1)
        return self._told()

    async def _once(self) -> None:
        """A tap, where the page takes one; else a moment later."""
        await asyncio.sleep(self._random.choice((0.05, 0.3, 0.5, 1.5)))
        if not self._screen.bridge.takes_input:
            return
        self.taps += 1
        self.pages[type(self._world.front.page).__name__] += 1
        with self._world.loop.held():
            self._hand._in_gui(self._touch)
            await asyncio.sleep(0)

    def _touch(self) -> None:
        self._hand._touch(self._somewhere(), lift=True)

    def _somewhere(self) -> QPoint:
        window = self._screen.window
        if self._random.random() < ON_A_CONTROL:
            items = visible_items(window.contentItem())
            controls = [item for item in items if item.property("began") is not None and in_view(item)]
            if controls:
                return self._hand._middle(self._random.choice(controls))
        return QPoint(self._random.randrange(window.width()), self._random.randrange(window.height()))

    async def _help(self) -> None:
        """What a monkey has not got: papers, a PIN, a code."""
        world, page = self._world, self._world.front.page
        if self._random.random() > LENT:
            return
        match page:
            case Standby():
                self._guest = self._random.choice(self._who)
            case PresentCard():
                world.slot.pull()
                world.slot.insert(self._guest)
                await self._a_moment()
            case PresentId():
                world.lay(self._guest)
                await self._a_moment()
            case PinPad() if not page.on_pad:
                page.pin.clear()
                world.type_pin(page, world.people[self._guest].cards[0].chip.pin or "704926")
                await world.act("enter")
            case Keypad() if code := self._code():
                await world.act("enter", code)
            case TakeBack():
                world.slot.pull()
                world.lift()
                await self._a_moment()
            case _:
                pass

    def _code(self) -> str:
        inbox = self._world.backend.command("inbox", "1")
        return "".join(sign for sign in inbox.partition("验证码 ")[2][:6] if sign.isdigit())

    async def _a_moment(self) -> None:
        """Real time, for a reader to see what is there."""
        with self._world.loop.held():
            await asyncio.to_thread(_wait)

    def _told(self) -> dict[str, Any]:
        world = self._world
        return {
            "taps": self.taps,
            "pages": dict(self.pages),
            "stands": type(world.front.page).__name__,
            "started": len(world.events("session.started")),
            "ended": dict(Counter(event["way"] for event in world.events("session.ended"))),
            "faults": world.events("terminal.fault"),
            "resets": world.front.resets,
        }


def _wait() -> None:
    time.sleep(0.05)


def main(job: dict[str, Any]) -> None:
    """All taps in one terminal."""
    loop = VirtualLoop()
    world = World(Path(job["folder"]), people(1)[:60], loop)
    told: list[dict[str, Any]] = []

    async def scene() -> None:
        told.append(await Monkey(world, job["seed"]).tap(job["taps"]))

    play_on_screen(world, scene, TouchedFront)
    loop.close()
    sys.stdout.write(json.dumps(told[0], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
