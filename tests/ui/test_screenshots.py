"""`docs/screens` shows the pages as they are: what is drawn now looks like what is kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from texts import Language
from ui.gallery import SIZES, walk
from ui.screenshots import PANELS, in_few_colours, panel_name, small
from ui.specimens import pages
from ui.theme import ThemeName, palette

KEPT = Path(__file__).parents[2] / "docs" / "screens"
TILE = 12
"""A picture is compared in squares of about so many pixels: larger than the strokes that a font's version moves."""
TOLERANCE = 26
"""Of 255: how far the mean of a square may be off."""
SQUARES_OFF = 0.01
"""The share of squares that may be further off."""


def squares(image: QImage) -> list[int]:
    """The mean brightness of each square, row by row."""
    size = QSize(image.width() // TILE, image.height() // TILE)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    means = grey.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return [means.pixelColor(x, y).lightness() for y in range(size.height()) for x in range(size.width())]


def difference(one: QImage, other: QImage) -> float:
    """The share of squares that differ."""
    pairs = list(zip(squares(one), squares(other), strict=True))
    return sum(abs(a - b) > TOLERANCE for a, b in pairs) / len(pairs)


@pytest.mark.parametrize(
    ("size", "theme"), [(SIZES[0], ThemeName.STANDARD), (SIZES[1], ThemeName.CONTRAST), (SIZES[2], ThemeName.CARE)]
)
def test_the_pages_look_as_they_are_kept(qapp: QGuiApplication, size: object, theme: ThemeName) -> None:
    folder = KEPT / panel_name(size, theme, Language.ZH_CN)
    drawn = {name: small(image) for name, image in walk(size, theme, Language.ZH_CN)}
    missing = [name for name in drawn if not (folder / f"{name}.png").is_file()]
    other = [name for name in drawn if name not in missing]
    changed = [n for n in other if difference(drawn[n], QImage(str(folder / f"{n}.png"))) > SQUARES_OFF]
    assert not missing + changed, "if they should look like that now: make screenshots"


def test_few_colours_are_the_pages_own() -> None:
    page = QImage(60, 40, QImage.Format.Format_RGB32)
    page.fill(QColor("#e2eaf4"))
    page.setPixelColor(3, 3, QColor("#0a4da2"))
    kept = in_few_colours(page, palette(ThemeName.STANDARD))
    assert kept.format() is QImage.Format.Format_Indexed8
    assert [kept.pixelColor(x, 3).name() for x in (2, 3, 4)] == ["#e2eaf4", "#0a4da2", "#e2eaf4"]


def test_a_small_mark_keeps_its_colour_on_a_page_of_many() -> None:
    page = QImage(256, 40, QImage.Format.Format_RGB32)
    for x in range(256):
        for y in range(40):
            page.setPixelColor(x, y, QColor(x, 255 - x, 90))
    page.setPixelColor(3, 3, QColor(palette(ThemeName.STANDARD).attention))
    assert in_few_colours(page, palette(ThemeName.STANDARD)).pixelColor(3, 3) == page.pixelColor(3, 3)


def test_another_font_size_is_no_difference_but_another_page_is(qapp: QGuiApplication) -> None:
    folder = KEPT / panel_name(*PANELS[0])
    kept = QImage(str(folder / "notice.png"))
    moved = kept.copy(1, 1, kept.width() - 1, kept.height() - 1).scaled(kept.size())
    assert difference(kept, moved) <= SQUARES_OFF
    assert difference(kept, QImage(str(folder / "record.png"))) > SQUARES_OFF


def test_every_page_is_in_the_index_and_all_of_it_is_small() -> None:
    index = (KEPT / "README.md").read_text("utf-8")
    assert all(f"## {name}\n" in index for name in pages())
    assert sum(file.stat().st_size for file in KEPT.rglob("*.png")) < 24_000_000
