"""Sets a plain report on A4 as PDF, in a process of its own: fonts and painter stay out of the terminal's memory.

`python -m ui.paper OUT`: JSON on stdin, `{"title": …, "lines": [[label, value], …]}`; a line without a value is a
heading.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ui.theme import FAMILY

MARGIN_MM, LABEL_SHARE, POINTS, HEADING_POINTS, TITLE_POINTS = 20, 0.42, 10, 12, 18
LINE_SPACING: Final = 1.7
GLYPHS_OF_NO_CHARACTER: Final = ("liga", "locl")
"""What would put digits as glyphs that stand for no character: looked for or copied, they would be missing."""
SECONDS: Final = 30


def write_pdf(file: Path, title: str, lines: Sequence[tuple[str, str]]) -> None:
    """Write `file`. `OSError` where that was not possible."""
    told = json.dumps({"title": title, "lines": lines}).encode()
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # noqa: S603 - this interpreter, this module
        [sys.executable, "-m", "ui.paper", str(file)],
        input=told,
        env=surroundings,
        timeout=SECONDS,
        capture_output=True,
        check=False,
    )
    if done.returncode or not file.exists():
        raise OSError(0, f"{file}: was not written")


class _Sheets:
    """A4 sheets, from top to bottom."""

    def __init__(self, file: str, title: str) -> None:
        from PySide6.QtCore import QMarginsF  # noqa: PLC0415 - only in the process that paints
        from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter  # noqa: PLC0415

        self._writer = QPdfWriter(file)
        self._writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._writer.setPageMargins(QMarginsF(*(MARGIN_MM,) * 4), QPageLayout.Unit.Millimeter)
        self._writer.setTitle(title)
        self._painter = QPainter(self._writer)
        self._y = 0.0

    def put(self, label: str, value: str, points: float, *, bold: bool = False) -> None:
        """A line; on the next sheet where this one is full."""
        from PySide6.QtCore import QRectF, Qt  # noqa: PLC0415 - as above
        from PySide6.QtGui import QFont  # noqa: PLC0415

        font = QFont(FAMILY, round(points), QFont.Weight.Bold if bold else QFont.Weight.Normal)
        for feature in GLYPHS_OF_NO_CHARACTER:
            font.setFeature(QFont.Tag(feature), 0)
        self._painter.setFont(font)
        high, wide = self._painter.fontMetrics().height() * LINE_SPACING, float(self._writer.width())
        if self._y + high > self._writer.height():
            self._writer.newPage()
            self._y = 0.0
        left = wide * LABEL_SHARE if value else wide
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        self._painter.drawText(QRectF(0, self._y, left, high), flags, label)
        self._painter.drawText(QRectF(left, self._y, wide - left, high), flags, value)
        self._y += high

    def end(self) -> None:
        """The file is whole."""
        self._painter.end()


def main(file: str) -> int:
    """Paint what stands on stdin."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - as above

    application = QGuiApplication([])
    told: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    sheets = _Sheets(file, told["title"])
    sheets.put(told["title"], "", TITLE_POINTS, bold=True)
    for label, value in told["lines"]:
        sheets.put(label, value, POINTS if value else HEADING_POINTS, bold=not value)
    sheets.end()
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
