"""Sets a record on A4 pages: tagged PDF (PDF/UA-1, ISO 14289-1) with its Chinese font in it, by Typst."""

import json
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

_FORM = Path(__file__).with_name("paper.typ")
QR_SAYS = "demo:{code}"
"""What the QR code of a sample holds: no address, least of all a government's."""


class Paper(NamedTuple):
    """A finished document, not signed yet."""

    pdf: bytes
    pages: int


def composed(contents: Mapping[str, Any], serial: str, code: str) -> Paper:
    """The document with its number, check code and QR code."""
    import typst  # noqa: PLC0415 - a compiler, needed for printing alone

    data = {**contents, "serial": serial, "code": code, "qr": _qr(QR_SAYS.format(code=code))}
    written = {"data": json.dumps(data, ensure_ascii=False)}
    pdf = typst.compile(str(_FORM), format="pdf", sys_inputs=written, pdf_standards=["ua-1"])
    assert isinstance(pdf, bytes)
    return Paper(pdf, _pages(pdf))


def _pages(pdf: bytes) -> int:
    reader: Any = import_module("pyhanko.pdf_utils.reader")  # half a second, and without types
    return int(reader.PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def _qr(words: str) -> str:
    """The code as a drawing (SVG)."""
    import qrcode  # noqa: PLC0415 - needed for printing alone

    code = qrcode.QRCode(border=2)
    code.add_data(words)
    rows = code.get_matrix()
    dark = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{dark}" fill="black"/></svg>'
