"""Examines a paper in a process of its own: is it the bureau's, whole and unchanged, and what does it look like.

`python -m kiosk.records.examination ROOT.pem WIDTH`: the document on stdin. On stdout a line with the verdict, then, if
it is good, each page as PNG behind a line with its length.
"""

import logging
import os
import struct
import sys
import zlib
from importlib import import_module
from io import BytesIO
from typing import Any, Final

GOOD: Final = "good"
UNSIGNED, ALTERED, FOREIGN, BROKEN = "unsigned", "altered", "foreign", "broken"
"""No signature; changed after it; signed by somebody else; no document at all."""
_NICE: Final = 10
"""The screen goes first."""


def main(root_file: str, width: int) -> int:
    """0 only for a good document."""
    os.nice(_NICE)
    logging.disable()  # whatever is wrong with a document is no news for anybody's log
    document = sys.stdin.buffer.read()
    verdict = judged(document, root_file)
    sys.stdout.buffer.write(f"{verdict}\n".encode())
    if verdict != GOOD:
        return 1
    for picture in pictures(document, width):
        sys.stdout.buffer.write(f"{len(picture)}\n".encode() + picture)
    return 0


def judged(document: bytes, root_file: str) -> str:
    """By every signature in it (ISO 32000-2, 12.8): the last one covers the whole file, all lead to the root."""
    reader: Any = import_module("pyhanko.pdf_utils.reader")
    misc: Any = import_module("pyhanko.pdf_utils.misc")
    validation: Any = import_module("pyhanko.sign.validation")
    status: Any = import_module("pyhanko.sign.diff_analysis")
    try:
        signatures = reader.PdfFileReader(BytesIO(document)).embedded_signatures
        if not signatures:
            return UNSIGNED
        found = [validation.validate_pdf_signature(one, _trust(root_file)) for one in signatures]
    except (misc.PdfError, ValueError, KeyError, TypeError, IndexError):
        return BROKEN
    whole = found[-1].coverage is validation.SignatureCoverageLevel.ENTIRE_FILE
    untouched = all(one.modification_level is status.ModificationLevel.NONE for one in found[-1:])
    if not (whole and untouched and all(one.intact and one.valid for one in found)):
        return ALTERED
    return GOOD if all(one.trusted and one.bottom_line for one in found) else FOREIGN


def _trust(root_file: str) -> Any:
    keys: Any = import_module("pyhanko.keys")
    certificates: Any = import_module("pyhanko_certvalidator")
    return certificates.ValidationContext(trust_roots=[keys.load_cert_from_pemder(root_file)], allow_fetching=False)


def pictures(document: bytes, width: int) -> list[bytes]:
    """Each page in greys, `width` pixels wide."""
    pdfium: Any = import_module("pypdfium2")
    pdf = pdfium.PdfDocument(document)
    try:
        return [_picture(pdf[number], width) for number in range(len(pdf))]
    finally:
        pdf.close()


def _picture(page: Any, width: int) -> bytes:
    bitmap = page.render(scale=width / page.get_width(), grayscale=True)
    rows, stride = bytes(bitmap.buffer), bitmap.stride
    lines = b"".join(b"\0" + rows[top : top + bitmap.width] for top in range(0, stride * bitmap.height, stride))
    return png(bitmap.width, bitmap.height, lines)


def png(width: int, height: int, lines: bytes) -> bytes:
    """Eight-bit greys as PNG (ISO/IEC 15948); each line begins with its filter's number."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
