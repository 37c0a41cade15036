"""A screen on the offscreen platform, a clock that is moved by hand, and a core that answers in the same thread."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ |= {"QT_IM_MODULE": "qtvirtualkeyboard", "QT_IM_MODULES": "qtvirtualkeyboard"}
os.environ["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QGuiApplication

from texts import Language
from ui.app import Screen, ScreenOptions
from ui.hand import Hand
from ui.pages import Action, AnyPage
from ui.specimens import frame

PATIENCE = 30.0
"""Seconds after which what has not happened never will, however busy the machine is."""


class ClockByHand:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds
        await asyncio.sleep(0)


class Core:
    """What the stage hears from the screen."""

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.painted_serials: list[int] = []
        self.touches = 0
        self.care = False
        self.language = Language.ZH_CN

    def painted(self, serial: int, at: float) -> None:
        self.painted_serials.append(serial)

    def act(self, action: Action) -> None:
        self.actions.append(action)

    def active(self) -> None:
        self.touches += 1

    def speaking(self, on: bool) -> None:
        self.speaks = on

    def dressed(self, language: Language, care: bool) -> None:
        self.language, self.care = language, care


class Pin:
    """A PIN that remembers positions only."""

    layout = "1234567890"

    def __init__(self) -> None:
        self.positions: list[int] = []

    @property
    def length(self) -> int:
        return len(self.positions)

    def put(self, position: int) -> None:
        if self.length < 6:
            self.positions.append(position)

    def delete(self) -> None:
        del self.positions[-1:]

    def clear(self) -> None:
        self.positions.clear()


class Bench:
    """A screen with its core, clock and hand."""

    def __init__(self, options: ScreenOptions) -> None:
        self.clock, self.core = ClockByHand(), Core()
        self.screen = Screen(frame(), options, self.clock)
        self.screen.attach(self.core, lambda callback: callback())
        self.hand = Hand(self.screen, self._second)
        self.serial = 0

    def show(self, page: AnyPage | Any, previous: object = None) -> None:
        """Put a page up, wait until it is painted and takes input."""
        self.put_up(page, previous)
        self.clock.time += 0.5

    def put_up(self, page: AnyPage | Any, previous: object = None) -> None:
        """The same, but its guard is not open yet."""
        self.send(page, previous)
        self.until(lambda: self.serial in self.core.painted_serials)

    def send(self, page: AnyPage | Any, previous: object = None) -> None:
        """The same, but nothing of it is painted yet."""
        self.serial += 1
        self.screen.show(self.serial, page, previous)

    def until(self, holds: Callable[[], bool]) -> None:
        latest = time.monotonic() + PATIENCE
        while not holds():
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
            if time.monotonic() > latest:
                raise AssertionError("it never happened")

    def settle(self) -> None:
        """Let what has changed be laid out and drawn."""
        drawn: list[bool] = []
        link = self.screen.window.frameSwapped.connect(lambda: drawn.append(True))
        self.screen.window.update()
        self.until(lambda: bool(drawn))
        self.screen.window.frameSwapped.disconnect(link)
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)

    def _second(self) -> None:
        self.clock.time += 0.1


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def make_bench(qapp: QGuiApplication) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(**options: Any) -> Bench:
        made.append(Bench(ScreenOptions(**options)))
        return made[-1]

    yield make
    for bench in made:
        bench.screen.close()


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    return make_bench()


@pytest.fixture
def pin() -> Pin:
    return Pin()
