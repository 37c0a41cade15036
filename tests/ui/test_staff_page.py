"""The staff's page is one page: printed on A4, with its pictures, nothing of it goes over; its links lead somewhere."""

import re
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import QFont, QImage, QTextDocument

from ui.screenshots import PANELS, panel_name
from ui.specimens import pages

DOCS: Final = Path(__file__).parents[2] / "docs"
MM: Final = 96 / 25.4
"""Qt's pixels to a millimetre of paper."""
WIDE, TALL = 180 * MM, 267 * MM
"""A4 with margins of 15 mm."""
COLUMN: Final = 38 * MM
"""Four pictures stand in a row."""
PICTURE: Final = re.compile(r"\]\(screens/([a-z_A-Z-]+)/([a-z_]+)\.png\)")


class Printed(QTextDocument):
    """The page as a browser prints it: pictures as wide as their column."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.setDefaultFont(QFont("Noto Sans CJK SC", 10))
        self.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self.setPageSize(QSizeF(WIDE, TALL))

    def loadResource(self, _kind: int, url: QUrl) -> QImage:  # noqa: N802 - Qt's name
        return QImage(str(DOCS / url.path())).scaledToWidth(round(COLUMN))


@pytest.mark.usefixtures("qapp")
def test_it_prints_on_one_sheet() -> None:
    page = Printed((DOCS / "staff.md").read_text("utf-8"))
    assert page.pageCount() == 1
    assert page.size().height() > TALL / 2, "it was laid out"


@pytest.mark.parametrize("name", ["staff.md", "staff-more.md"])
def test_every_picture_and_link_of_the_staffs_pages_is_there(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    named = PICTURE.findall(text)
    assert len(named) >= 4
    assert {folder for folder, _ in named} <= {panel_name(*panel) for panel in PANELS}
    assert {picture for _, picture in named} <= set(pages())
    assert all((DOCS / link).exists() for link in re.findall(r"\]\(([^)#]+)\)", text))


def test_every_word_in_brackets_is_on_the_screen() -> None:
    """「…」 names a button, a page or a notice as it stands there."""
    folder = Path(__file__).parents[2] / "resources" / "texts" / "zh_CN"
    shown = "\n".join(file.read_text("utf-8") for file in folder.glob("*.toml"))
    quoted = set(re.findall("「([^」]+)」", (DOCS / "staff.md").read_text("utf-8")))
    assert [words for words in sorted(quoted) if words.rstrip("？") not in shown] == []
