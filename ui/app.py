"""The screen: a window of QML in the main thread, and the `Front` that the core draws on from its own thread."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication, QImage
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

import ui
from texts import Language, Text
from ui.bridge import Bridge, Calls, Post
from ui.desk import Desk
from ui.drawings import Drawings
from ui.guard import Clock
from ui.mirror import Mirror
from ui.pages import AnyPage, Countdown, Frame, HelpCall, Starting
from ui.sheets import PagePictures, sheet, taken
from ui.theme import FAMILY, Panel, ThemeName, tokens

KEYBOARD = {
    "QT_IM_MODULE": "qtvirtualkeyboard",
    "QT_IM_MODULES": "qtvirtualkeyboard",
    "QT_VIRTUALKEYBOARD_DESKTOP_DISABLE": "1",
}
"""Qt's input method instead of the desktop's, without a window of its own: `Keyboard.qml` draws the keys."""

FRAMES = {"QT_QPA_UPDATE_IDLE_TIME": "2"}
"""Milliseconds that Qt lets pass before it paints what has changed, 5 unless told. Within 2 the core has answered a
press, and one frame shows both that the finger has left and the page that comes."""

NO_BUS = "disabled:"
"""An address at which there is no session bus, by which Qt would find the accessibility bus."""


def _offer_accessibility(*, on: bool) -> None:
    """Qt joins the accessibility bus when a desktop asks for it; here the configuration alone decides."""
    for name in ("AT_SPI_BUS_ADDRESS", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"):
        os.environ.pop(name, None)
    if on:
        os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    else:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = NO_BUS


class ScreenError(RuntimeError):
    """The QML could not be loaded: a broken installation."""


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """The window: pixels, the panel's diagonal in inches, and what it goes back to when a session ends."""

    width: int = 1080
    height: int = 1920
    panel_inches: float = 21.5
    fullscreen: bool = False
    language: Language = Language.ZH_CN
    theme: ThemeName = ThemeName.STANDARD
    moves: bool = False
    """Whether pages arrive by motion, as residents see them; pictures and tests take them as they are."""
    accessibility: bool = False
    """Whether assistive technology on this machine hears what stands on the screen."""
    primary: str | None = None
    """The city's own primary colour, `#RRGGBB`; `ContrastError` where text on it could not be read."""


class Screen(QObject):
    """Made and run in the main thread; what the core calls (`show` to `quit`) may be called from any thread."""

    _quitting = Signal()

    def __init__(self, frame: Frame, options: ScreenOptions, clock: Clock) -> None:
        os.environ |= KEYBOARD | FRAMES  # this and the next are read once, when the application is made
        _offer_accessibility(on=options.accessibility)
        self._application = QGuiApplication.instance() or QGuiApplication(["kiosk"])
        super().__init__()
        QGuiApplication.setFont(QFont(FAMILY))
        panel = Panel(options.width, options.height, options.panel_inches)
        themes = {theme.value: tokens(theme, panel, options.primary, moves=options.moves) for theme in ThemeName}
        self.bridge = Bridge(frame, options.language, options.theme, themes, clock)
        self._engine = QQmlApplicationEngine()
        self._engine.addImageProvider("drawing", Drawings(themes))
        self._engine.addImageProvider("sheet", PagePictures(lambda: self.bridge.page, sheet))
        self._engine.addImageProvider("mirror", Mirror(lambda: self.bridge.live_view, themes))
        self._engine.addImageProvider("desk", Desk(lambda: self.bridge.page, themes))
        self._engine.addImageProvider("taken", PagePictures(lambda: self.bridge.page, taken))
        self.window = self._load(options)
        self._quitting.connect(self._quit)
        self._closed = False
        self.bridge.forgotten.connect(self._engine.collectGarbage)
        # What the page before it said goes while nobody can press yet, not in the middle of drawing one to come.
        self.bridge.stands.connect(self._engine.collectGarbage, Qt.ConnectionType.QueuedConnection)

    def attach(self, calls: Calls, post: Post) -> None:
        """Tell the stage (`calls`) from now on what happens; `post` runs a callable on its thread."""
        self.bridge.attach(calls, post)

    def when_first_painted(self, act: Callable[[], None]) -> None:
        """Have `act` called in the main thread once the first frame is on the screen."""
        self.window.frameSwapped.connect(act, Qt.ConnectionType.SingleShotConnection)

    def last_frame_at(self) -> float | None:
        """When a frame last went out, by the terminal's clock; None before the first. From any thread."""
        return self.bridge.last_frame_at

    def show(self, serial: int, page: AnyPage, previous: object) -> None:
        """Draw `page`, or the one that stands anew; `previous` is what was answered to an equal page before 返回."""
        self.bridge.incoming_page.emit(serial, page, previous)

    def warn(self, countdown: Countdown | None) -> None:
        """Show, change or take away the idle warning."""
        self.bridge.incoming_warning.emit(countdown)

    def help(self, call: HelpCall | None) -> None:
        """Show what has become of a call for help, or take it away."""
        self.bridge.incoming_help.emit(call)

    def typed(self, count: int) -> None:
        """So many digits stand on the PIN pad."""
        self.bridge.incoming_count.emit(count)

    def reset(self) -> None:
        """A session has ended: drop everything that was drawn for it."""
        self.bridge.incoming_reset.emit()

    def exec(self) -> int:
        """Run until `quit`; the exit status."""
        return self._application.exec()

    def quit(self) -> None:
        """Close the window and let `exec` return."""
        self._quitting.emit()

    def grab(self) -> QImage:
        """What stands on the screen now, as an image. In the main thread only."""
        return self.window.grabWindow()

    def close(self) -> None:
        """Take the window down; for tests, which make several in one process."""
        self._closed = True
        self.window.close()
        self.bridge.hush()
        self.bridge.incoming_reset.emit()
        self._engine.deleteLater()
        QCoreApplication.sendPostedEvents(self._engine, QEvent.Type.DeferredDelete)  # now, not under the next window

    @Slot()
    def _quit(self) -> None:
        if self._closed:  # asked for before, heard after: there is no window any more
            return
        self.window.close()
        self.bridge.hush()
        self._application.quit()

    def _load(self, options: ScreenOptions) -> QQuickWindow:
        self._engine.setInitialProperties({"bridge": self.bridge, "width": options.width, "height": options.height})
        self._engine.load(QUrl.fromLocalFile(f"{ui.__path__[0]}/qml/Main.qml"))
        if not self._engine.rootObjects():
            raise ScreenError("Main.qml could not be loaded")
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.bridge.dress()
        self.bridge.show_at_once(Starting(headline=Text("ui.words.starting")))
        window.frameSwapped.connect(self.bridge.frame_swapped)
        if options.fullscreen:
            window.setCursor(Qt.CursorShape.BlankCursor)
            window.showFullScreen()
        else:
            window.show()
        return window
