"""A hand that operates the real window by touch: presses what it can see, types a PIN by position, takes pictures.

It may be used from the GUI thread or from any other; each call waits for the guard of the page by the terminal's
clock, as a person would without knowing. Who moves the clock by hand passes `pass_time`.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, Qt, QThread, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from texts import Text, render
from ui.app import Screen
from ui.pages import INK_WIDTH, AnyPage, Home, Signed, Stroke

R = TypeVar("R")

PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.004


class NothingToTouchError(LookupError):
    """No such control, or no such page, came to the screen in time."""


class Hand(QObject):
    """Made in the GUI thread, while the screen stands."""

    _asked = Signal(object)

    def __init__(self, screen: Screen, pass_time: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._screen = screen
        self._pass_time = pass_time
        self._glass = QTest.createTouchDevice()
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def press(self, label: str, patience: float = PATIENCE_SECONDS) -> None:
        """Press the control with this visible label, once the page takes touches."""
        self._tap(lambda: self._control("label", label), repr(label), patience)

    def choose(self, key: str) -> None:
        """Press an item of Home by its key: among the largest tiles, or where its group holds it."""
        home = self.wait_for(Home)
        assert isinstance(home, Home)
        label = self._said(next(button.label for button in home.everything if button.key == key))
        if label not in self.labels():
            self.press(self._said(Text("ui.words.everything")))
            self.press(self._said(next(g.title for g in home.groups if any(b.key == key for b in g.buttons))))
        more = self._said(Text("ui.words.more"))
        while not self._stands(label, more):
            self.press(more)
        self.press(label)

    def wake(self, patience: float = PATIENCE_SECONDS) -> None:
        """Touch the middle of a sleeping screen."""
        self._tap(self._screen.window.contentItem, "the screen", patience)

    def tap_pin(self, positions: list[int], patience: float = PATIENCE_SECONDS) -> None:
        """Type on the PIN pad: the keys at these positions (0 to 9) of the layout, one after the other."""
        for position in positions:
            self._tap(lambda place=position: self._control("position", place), "a PIN key", patience)

    def sign(self, signed: Signed, patience: float = PATIENCE_SECONDS) -> None:
        """Write on the field of a signature, stroke after stroke."""
        self._until(lambda: self._screen.bridge.takes_input and self._ink() is not None, "the field", patience)
        for stroke in signed.strokes:
            self._in_gui(lambda points=stroke: self._stroke(points))

    def hold(self, label: str) -> None:
        """Put the finger down on a control and leave it there; `let_go` lifts it."""
        self._until(lambda: self._control("label", label) is not None, repr(label), PATIENCE_SECONDS)
        self._in_gui(lambda: self._touch(self._middle(self._control("label", label)), lift=False))

    def let_go(self) -> None:
        """Lift the finger."""
        self._in_gui(self._lift)

    def wait_for(
        self, kind: type[Any], patience: float = PATIENCE_SECONDS, where: Callable[[Any], bool] | None = None
    ) -> AnyPage:
        """Wait until a painted page of this kind (and for which `where` holds) stands on the screen; the page."""

        def stands() -> bool:
            page = self._screen.bridge.page
            painted = self._screen.bridge.guard.opens_at is not None
            return isinstance(page, kind) and painted and (where is None or where(page))

        self._until(stands, kind.__name__, patience)
        page = self._in_gui(lambda: self._screen.bridge.page)
        assert page is not None
        return page

    @property
    def page(self) -> AnyPage | None:
        """What stands on the screen now."""
        return self._screen.bridge.page

    def save(self, file: Path) -> None:
        """Save what stands on the screen as PNG."""
        self._in_gui(lambda: self._screen.grab().save(str(file)))

    def labels(self) -> list[str]:
        """The labels of everything that can be pressed now, in reading order of the item tree."""
        return self._in_gui(lambda: [str(item.property("label")) for item in self._controls() if item.isEnabled()])

    def _stands(self, label: str, more: str) -> bool:
        """Whether it is on this sheet, once it or what leads on is drawn."""
        self._until(lambda: not {label, more}.isdisjoint(self.labels()), repr(label), PATIENCE_SECONDS)
        return label in self.labels()

    def _said(self, text: Text) -> str:
        """As it stands on the screen now."""
        return render(text, self._screen.bridge.language)

    def _tap(self, find: Callable[[], QQuickItem | None], what: str, patience: float) -> None:
        self._until(lambda: self._screen.bridge.takes_input and find() is not None, what, patience)
        self._in_gui(lambda: self._touch(self._middle(find()), lift=True))

    def _middle(self, item: QQuickItem | None) -> QPoint:
        if item is None:
            raise NothingToTouchError("it has gone")
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def _touch(self, at: QPoint, *, lift: bool) -> None:
        window = self._screen.window
        self._at = at
        QTest.touchEvent(window, self._glass).press(0, at, window).commit()
        if lift:
            self._lift()

    def _lift(self) -> None:
        window = self._screen.window
        QTest.touchEvent(window, self._glass).release(0, self._at, window).commit()

    def _ink(self) -> QQuickItem | None:
        items = visible_items(self._screen.window.contentItem())
        return next((item for item in items if item.objectName() == "ink"), None)

    def _stroke(self, points: Stroke) -> None:
        """Down, along, up; each point is drawn before the next comes, as a frame does."""
        field, window = self._ink(), self._screen.window
        if field is None:
            raise NothingToTouchError("the field has gone")
        unit = field.width() / INK_WIDTH
        places = [field.mapToScene(QPointF(x * unit, y * unit)).toPoint() for x, y in points]
        QTest.touchEvent(window, self._glass).press(0, places[0], window).commit()
        for self._at in places:
            QTest.touchEvent(window, self._glass).move(0, self._at, window).commit()
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        self._lift()

    def _control(self, key: str, value: object) -> QQuickItem | None:
        return next((i for i in self._controls() if i.property(key) == value and i.isEnabled() and in_view(i)), None)

    def _controls(self) -> Iterator[QQuickItem]:
        return (item for item in visible_items(self._screen.window.contentItem()) if item.property("began") is not None)

    def _until(self, holds: Callable[[], bool], what: str, patience: float) -> None:
        until = monotonic() + patience
        while not self._in_gui(holds):
            if monotonic() > until:
                raise NothingToTouchError(f"{what}: not on {type(self._screen.bridge.page).__name__}")
            self._pause()

    def _pause(self) -> None:
        if self._pass_time is not None:
            self._pass_time()
        if self._is_gui():
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        Event().wait(_PAUSE_SECONDS)  # in the GUI thread, too: the core beside it would wait for the interpreter

    def _is_gui(self) -> bool:
        return QThread.currentThread() == self.thread()

    def _in_gui(self, act: Callable[[], R]) -> R:
        if self._is_gui():
            return act()
        done: Future[R] = Future()
        self._asked.emit((act, done))
        return done.result(PATIENCE_SECONDS)

    @Slot(object)
    def _answer(self, asked: tuple[Callable[[], R], "Future[R]"]) -> None:
        act, done = asked
        try:
            done.set_result(act())
        except NothingToTouchError as error:
            done.set_exception(error)


def in_view(item: QQuickItem) -> bool:
    """Whether the middle of the item can be seen, in spite of what is leafed through above it."""
    middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    up = item.parentItem()
    while up is not None:  # pyright: ignore[reportUnnecessaryComparison] - the root has no parent
        if up.clip() and not up.contains(up.mapFromScene(middle)):
            return False
        up = up.parentItem()
    return True


def visible_items(root: QQuickItem) -> Iterator[QQuickItem]:
    """All items below `root` that can be seen, parents first."""
    for child in root.childItems():
        if child.isVisible():
            yield child
            yield from visible_items(child)
