"""Every page kind with ordinary and awkward contents, drawn to PNG in every theme, size and language."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import Q_RETURN_ARG, QEventLoop, QMetaObject, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem

import ui
from texts import Language
from ui.app import Screen, ScreenOptions
from ui.hand import visible_items
from ui.pages import Action, AnyPage, Countdown
from ui.specimens import frame, pages
from ui.theme import ThemeName

PAINT_SECONDS = 5.0
MOMENT = "2026-11-21T03:12"
"""What the clock shows on every picture (ISO 8601, local time), so that a picture changes when its page does."""


class NeverPaintedError(RuntimeError):
    """A page did not come to the screen in time."""


class GalleryClock:
    """Real monotonic time; the gallery presses nothing, so nobody waits by it."""

    def now(self) -> float:
        return monotonic()

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError(f"nobody waits {seconds} s in the gallery")


@dataclass(frozen=True, slots=True)
class Size:
    """One panel."""

    name: str
    width: int
    height: int
    inches: float


SIZES = (
    Size("portrait", 1080, 1920, 21.5),
    Size("landscape", 1920, 1080, 21.5),
    Size("square", 1280, 1024, 17.0),
)


def painted(screen: Screen, serial: int, page: AnyPage) -> None:
    """Put `page` up and wait until its first frame is on the screen. Raises `NeverPaintedError`."""
    screen.show(serial, page, None)
    until = monotonic() + PAINT_SECONDS
    while screen.bridge.page is not page or screen.bridge.guard.opens_at is None:
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if monotonic() > until:
            raise NeverPaintedError(type(page).__name__)


def walk(size: Size, theme: ThemeName, language: Language) -> Iterator[tuple[str, QImage]]:
    """Every specimen by name, as it stands on the glass; the idle warning last."""
    options = ScreenOptions(size.width, size.height, size.inches, language=language, theme=theme)
    screen = Screen(frame(), options, GalleryClock())
    screen.window.setProperty("moment", MOMENT)
    specimens = pages()
    for serial, (name, page) in enumerate(specimens.items(), 1):
        painted(screen, serial, page)
        yield name, _grabbed(screen)
    painted(screen, len(specimens) + 1, specimens["record"])
    screen.warn(Countdown(left=18, whole=30, extensions_left=9))
    yield "idle_warning", _grabbed(screen)
    screen.warn(None)
    with component_sheet(screen):
        yield "components", _grabbed(screen)
    screen.close()


@contextmanager
def component_sheet(screen: Screen) -> Generator[QQuickItem]:
    """Every component in each of its states, laid over the page that stands."""
    context = QQmlEngine.contextForObject(screen.window)
    assert context is not None, "the window was made by QML"
    component = QQmlComponent(context.engine(), QUrl.fromLocalFile(f"{ui.__path__[0]}/qml/gallery/ComponentSheet.qml"))
    sheet = component.createWithInitialProperties({"width": screen.window.width(), "height": screen.window.height()})
    assert isinstance(sheet, QQuickItem), component.errorString()
    sheet.setParentItem(screen.window.contentItem())
    QGuiApplication.processEvents()
    while QMetaObject.invokeMethod(sheet, "shrunk", Q_RETURN_ARG(bool)):
        QGuiApplication.processEvents()
    try:
        yield sheet
    finally:
        sheet.deleteLater()


def sheets(screen: Screen, serial: int, page: AnyPage) -> Iterator[QImage]:
    """A page that is leafed through, sheet by sheet; any other once. Raises `NeverPaintedError`."""
    painted(screen, serial, page)
    leafed = [item for item in visible_items(screen.window.contentItem()) if item.property("allSeen") is not None]
    for sheet in range(leafed[0].property("count") if leafed else 1):
        for item in leafed:
            item.setProperty("sheet", sheet)
        yield _grabbed(screen)


def _grabbed(screen: Screen) -> QImage:
    QGuiApplication.processEvents()
    return screen.grab()


class Viewer:
    """The gallery in a window: whatever is pressed leads to the next page; large text, contrast, language as ever."""

    def __init__(self, size: Size, first: str) -> None:
        self._screen = Screen(frame(), ScreenOptions(size.width, size.height, size.inches), GalleryClock())
        self._pages = list(pages().items())
        names = [name for name, _ in self._pages]
        self._place = names.index(first) if first in names else 0

    def run(self) -> int:
        """Until the window is closed; the exit status."""
        self._screen.attach(self, lambda callback: callback())
        self._show()
        return self._screen.exec()

    def painted(self, serial: int, at: float) -> None:
        """Nothing waits for it here."""

    def active(self) -> None:
        """Nobody's time runs out here."""

    def speaking(self, on: bool) -> None:
        """Nothing waits for voice."""

    def dressed(self, language: Language, care: bool) -> None:
        """The screen alone draws by it here."""

    def act(self, action: Action) -> None:
        """Whatever was pressed: on to the next page, 返回 to the one before."""
        self._place = (self._place + (-1 if action.name == "back" else 1)) % len(self._pages)
        self._show()

    def _show(self) -> None:
        name, page = self._pages[self._place]
        self._screen.window.setTitle(name)
        self._screen.show(self._place + 1, page, None)
