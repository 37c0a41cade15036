"""Writes `docs/screens`: every page in every theme and size, small and in few colours, with an index."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QImageWriter

from texts import Language
from ui.gallery import SIZES, Size, walk
from ui.theme import Colours, ThemeName, palette

SCALE = 0.4
"""Of the panel's pixels: words can still be read, and all pictures together stay at about 20 MB."""
PANELS: tuple[tuple[Size, ThemeName, Language], ...] = (
    *((size, theme, Language.ZH_CN) for size in SIZES for theme in ThemeName),
    (SIZES[0], ThemeName.STANDARD, Language.EN),
)
_BEST = 100
_COLOURS = 64


def write(folder: Path) -> int:
    """Draw all of it into `folder`, with `README.md`; how many pictures."""
    names: list[str] = []
    for panel in PANELS:
        place = folder / panel_name(*panel)
        place.mkdir(parents=True, exist_ok=True)
        own = palette(panel[1])
        names = [_saved(in_few_colours(small(image), own), place / f"{name}.png") for name, image in walk(*panel)]
    (folder / "README.md").write_text("\n".join(_index(names)), "utf-8")
    return len(names) * len(PANELS)


def panel_name(size: Size, theme: ThemeName, language: Language) -> str:
    """The folder of one panel: `portrait-care-zh_CN`."""
    return f"{size.name}-{theme.value}-{language.value}"


def small(image: QImage) -> QImage:
    """The page as it is kept."""
    ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(image.size() * SCALE, ratio, smooth)


def in_few_colours(image: QImage, colours: Colours) -> QImage:
    """With the theme's colours and its own most frequent ones: Qt's fixed palette would turn quiet blues into cyan."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    named = [QColor(name).rgb() for name in asdict(colours).values()]
    frequent = [colour for colour, _ in counted.most_common(_COLOURS) if colour not in named]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, [*named, *frequent])


def _saved(image: QImage, file: Path) -> str:
    writer = QImageWriter(str(file), b"png")
    writer.setCompression(_BEST)
    writer.write(image)
    return file.stem


def _index(names: list[str]) -> Iterator[str]:
    yield "# Every page of the terminal"
    yield ""
    yield "Drawn by `make screenshots` from the specimens of `ui/specimens.py`, which the tests measure, too."
    yield "Their contents are made up, and some are awkward on purpose."
    for name in names:
        yield ""
        yield f"## {name}"
        yield ""
        yield "| " + " | ".join(panel_name(*panel) for panel in PANELS) + " |"
        yield "|" + " --- |" * len(PANELS)
        yield "| " + " | ".join(f"![{name}]({panel_name(*panel)}/{name}.png)" for panel in PANELS) + " |"
    yield ""
