"""A scripted resident before the real screen: pages are drawn by QML, and time waits until each has been painted."""

import os
import threading
from collections.abc import Callable, Coroutine
from typing import Any

os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}

from PySide6.QtCore import QMetaObject, Qt
from virtual_time import VirtualLoop
from world import ScriptedFront, World

from kiosk.place import frame
from texts import Language
from ui.app import Screen, ScreenOptions
from ui.pages import AnyPage, Countdown, HelpCall

LONGEST_FRAME = 10.0
"""Real seconds in which the screen draws what is asked for, however busy the machine."""


class DrawnFront(ScriptedFront):
    """Keeps what it is told to show, and draws it. Is what the screen tells, too: only what is painted counts."""

    def __init__(self, world: World, screen: Screen) -> None:
        super().__init__()
        self.world = world
        self._screen = screen
        self._seen = 0

    @property
    def unpainted(self) -> bool:
        """Whether the page that stands has not been painted yet."""
        return self._seen != self.serial

    def show(self, serial: int, page: AnyPage, previous: object) -> None:
        self.serial, self.page = serial, page
        self.shown.append(page)
        self.changed.set()
        self._screen.show(serial, page, previous)

    def warn(self, countdown: Countdown | None) -> None:
        super().warn(countdown)
        self._screen.warn(countdown)

    def help(self, call: HelpCall | None) -> None:
        super().help(call)
        self._screen.help(call)

    def typed(self, count: int) -> None:
        self._screen.typed(count)

    def reset(self) -> None:
        super().reset()
        self._screen.reset()

    def drop_caches(self) -> None:
        """Forget the pictures that no page shows: Qt keeps the last 2 MB of them for half a minute of real time, and
        what it has made of them to be painted until the next frame, which Standby does not draw by itself."""
        window, drawn = self._screen.window, threading.Event()
        QMetaObject.invokeMethod(window, "releaseResources", Qt.ConnectionType.BlockingQueuedConnection)
        window.frameSwapped.connect(drawn.set, Qt.ConnectionType.SingleShotConnection)
        QMetaObject.invokeMethod(window, "update", Qt.ConnectionType.QueuedConnection)
        assert drawn.wait(LONGEST_FRAME), "the screen draws no more"

    # What the screen tells; nobody touches it.

    def painted(self, serial: int, at: float) -> None:
        self._seen = serial
        self.world.around.stage.painted(serial, at)

    def act(self, action: object) -> None:
        raise AssertionError(f"nobody touched the screen: {action}")

    def active(self) -> None:
        raise AssertionError("nobody touched the screen")

    def dressed(self, language: Language, care: bool) -> None:
        self.world.around.stage.dressed(language, care)

    def speaking(self, on: bool) -> None:
        self.world.around.stage.speaking(on)


class LoopsClock:
    """The virtual loop's time, for the screen."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.now = loop.time


def play_on_screen(
    world: World,
    scene: Callable[[], Coroutine[Any, Any, None]],
    make: Callable[[World, Screen], DrawnFront] = DrawnFront,
) -> None:
    """As `world.play`, before a real window; in the main thread. Raises what the scene raises."""
    screen = Screen(frame(world.configuration()), ScreenOptions(), LoopsClock(world.loop))
    front = world.front = make(world, screen)
    failures: list[BaseException] = []

    def core() -> None:
        try:
            world.loop.run_until_complete(_attached(world, front, screen, scene()))
        except BaseException as error:  # noqa: BLE001 - raised again in the main thread
            failures.append(error)
        finally:
            screen.quit()

    thread = threading.Thread(target=core, name="core")
    screen.when_first_painted(thread.start)
    screen.exec()
    thread.join()
    screen.close()
    for failure in failures:
        raise failure


async def _attached(world: World, front: DrawnFront, screen: Screen, scene: Coroutine[Any, Any, None]) -> None:
    screen.attach(front, world.loop.call_soon_threadsafe)
    await world._play(scene, {})
