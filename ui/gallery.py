"""Every page kind with ordinary and awkward contents, drawn to PNG in every theme, size and language."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QGuiApplication

from texts import Language
from ui.app import Screen, ScreenOptions
from ui.pages import AnyPage, Countdown
from ui.specimens import frame, pages
from ui.theme import ThemeName

PAINT_SECONDS = 5.0


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


def render_all(
    folder: Path,
    sizes: tuple[Size, ...] = SIZES,
    themes: tuple[ThemeName, ...] = tuple(ThemeName),
    languages: tuple[Language, ...] = tuple(Language),
) -> list[Path]:
    """Draw every page to `folder/SIZE-THEME-LANGUAGE/NAME.png`; the files, in order."""
    files: list[Path] = []
    for size in sizes:
        for theme in themes:
            for language in languages:
                files += _render(folder / f"{size.name}-{theme.value}-{language.value}", size, theme, language)
    return files


def _render(folder: Path, size: Size, theme: ThemeName, language: Language) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    options = ScreenOptions(size.width, size.height, size.inches, language=language, theme=theme)
    screen = Screen(frame(), options, GalleryClock())
    for serial, (name, page) in enumerate(pages().items(), 1):
        painted(screen, serial, page)
        yield _saved(screen, folder / f"{name}.png")
    screen.warn(Countdown(left=18, whole=30, extensions_left=9))
    yield _saved(screen, folder / "idle_warning.png")
    screen.close()


def _saved(screen: Screen, file: Path) -> Path:
    QGuiApplication.processEvents()
    screen.grab().save(str(file))
    return file
