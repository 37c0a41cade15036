"""From the finger leaving a button to the next page's first frame, through bridge, core thread, stage and back.

Software rendering at 1080×1920, offscreen. Prints the median and the 99th percentile beside the limit of one frame,
and what this machine takes at this moment for a bare window that only changes its colour: no page can be quicker.
"""

import asyncio
import os
import statistics
import sys
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.cli.run import SWITCH_INTERVAL
from ui.app import Screen, ScreenOptions
from ui.hand import Hand
from ui.specimens import frame, pages
from ui.stage import Stage
from ui.theme import MOTION_MS, ThemeName

LIMIT_MS = 16.7
ROUNDS = 40
WARM_UP = 2
TOUCH_SECONDS = 0.04
"""No finger is quicker; the frame that shows the control pressed is gone by then."""
STILL_SECONDS = MOTION_MS["motion"][0] / 1000 + 0.03
"""How long a page rises to its place, and a frame or two: its guard opens later, so nobody presses one that moves."""
JOURNEY = (
    ("home", "卡状态查询"),
    ("notice", "下一步"),
    ("choice", "社保卡"),
    ("present_card", "没有带卡？改用身份证"),
    ("present_id", "改用社保卡"),
    ("pin", "忘记密码"),
    ("record", "打印凭条"),
    ("result_done", "完成"),
)


BARE = b"""
import QtQuick
Window {
    width: 1080; height: 1920; visible: true
    Rectangle {
        anchors.fill: parent
        color: finger.down ? "black" : "white"
        PointHandler { id: finger; readonly property bool down: active }
    }
}
"""


class LeapingClock:
    """Real time and the guards that were skipped."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def now(self) -> float:
        return time.monotonic() + self.skipped

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Bench:
    """The core in its thread asks page after page; the main thread presses, and takes the time."""

    def __init__(self, theme: ThemeName) -> None:
        self.clock = LeapingClock()
        self.screen = Screen(frame(), ScreenOptions(theme=theme, moves=True), self.clock)
        self.hand = Hand(self.screen)
        self.loop = asyncio.new_event_loop()
        self.took: dict[str, list[float]] = {name: [] for name, _ in JOURNEY}

    def run(self) -> None:
        threading.Thread(target=self._core, daemon=True).start()
        self._settle(lambda: self.screen.window.property("warm"))
        for turn in range(ROUNDS + WARM_UP):
            for place, (name, label) in enumerate(JOURNEY):
                self._await_page(name)
                milliseconds = self._press(label)
                if turn >= WARM_UP:
                    self.took[JOURNEY[(place + 1) % len(JOURNEY)][0]].append(milliseconds)
        self.screen.close()

    def _core(self) -> None:
        async def journey() -> None:
            stage = Stage(self.screen, self.clock)
            self.screen.attach(stage, self.loop.call_soon_threadsafe)
            kinds = pages()
            while True:
                for name, _ in JOURNEY:
                    await stage.ask(kinds[name])

        self.loop.run_until_complete(journey())

    def _press(self, label: str) -> float:
        control = self.hand._control("label", label)
        at, window = self.hand._middle(control), self.screen.window
        self.clock.skipped += 1
        QTest.touchEvent(window, self.hand._glass).press(0, at, window).commit()
        self._wait(TOUCH_SECONDS)
        swapped: list[float] = []
        painted = self.screen.bridge.frame_swapped
        page = self.screen.bridge.page

        def note() -> None:
            if self.screen.bridge.page is not page and not swapped:
                swapped.append(time.perf_counter())

        window.frameSwapped.connect(note)
        began = time.perf_counter()
        QTest.touchEvent(window, self.hand._glass).release(0, at, window).commit()
        while not swapped:
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        window.frameSwapped.disconnect(note)
        assert painted is not None
        return (swapped[0] - began) * 1000

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        self._settle(lambda: time.monotonic() > until)

    def _await_page(self, name: str) -> None:
        kind = type(pages()[name])
        bridge = self.screen.bridge
        self._settle(lambda: isinstance(bridge.page, kind) and bridge.guard.opens_at is not None)
        self._wait(STILL_SECONDS)

    def _settle(self, holds: object) -> None:
        while not holds():  # type: ignore[operator]
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)


def bare() -> list[float]:
    """Milliseconds from a finger leaving the glass to the next frame, for a window of one colour."""
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(BARE, "")
    window = component.create()
    assert isinstance(window, QQuickWindow), component.errorString()
    glass = QTest.createTouchDevice()
    swaps: list[float] = []
    window.frameSwapped.connect(lambda: swaps.append(time.perf_counter()))

    def until_painted() -> float:
        while not swaps:
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return swaps.pop()

    took: list[float] = []
    until_painted()
    middle = QPoint(540, 960)
    for _ in range(ROUNDS * len(JOURNEY)):
        QTest.touchEvent(window, glass).press(0, middle, window).commit()
        until_painted()
        began = time.perf_counter()
        QTest.touchEvent(window, glass).release(0, middle, window).commit()
        took.append((until_painted() - began) * 1000)
    window.close()
    return took


def p99(values: list[float]) -> float:
    return sorted(values)[max(0, int(len(values) * 0.99) - 1)]


def main() -> int:
    sys.setswitchinterval(SWITCH_INTERVAL)
    worst = 0.0
    for theme in ThemeName:
        bench = Bench(theme)
        bench.run()
        everything = [value for values in bench.took.values() for value in values]
        worst = max(worst, p99(everything))
        floor = bare()
        figures = f"p50 {statistics.median(everything):5.1f} ms  p99 {p99(everything):5.1f} ms  limit {LIMIT_MS} ms"
        print(f"{theme.value:9} {figures}  bare window p50 {statistics.median(floor):.1f} ms  p99 {p99(floor):.1f} ms")
        if "-v" in sys.argv:
            for name, values in bench.took.items():
                print(f"    {name:14} p50 {statistics.median(values):5.1f}  max {max(values):5.1f}")
    return 0 if worst < LIMIT_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
