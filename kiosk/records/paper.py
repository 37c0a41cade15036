"""A paper that may be printed: what the bureau composed, found to be signed by it, with its pages as pictures."""

import base64
import binascii
import subprocess
import sys
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from kiosk.backend.errors import BackendMalformed
from kiosk.backend.records import RecordDocument

WIDTH: Final = 1240
"""Pixels of a page's picture: 150 to an inch."""
SECONDS: Final = 40.0
"""For an examination: twenty pages take some three."""
_PDF: Final = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Paper:
    """The document's own bytes, to be printed unchanged, and its pages as PNG."""

    document: RecordDocument = field(repr=False)
    pdf: bytes = field(repr=False)
    images: tuple[bytes, ...] = field(repr=False)


def examined(document: RecordDocument, root_file: str) -> Paper:
    """Blocks while another process examines it. `BackendMalformed` for what is not the bureau's, whole and unchanged.

    `root_file`: PEM of the authority under which the bureau signs.
    """
    try:
        pdf = base64.b64decode(document.pdf, validate=True)
    except (binascii.Error, ValueError):
        raise BackendMalformed("record: not base64") from None
    images = _pictures(pdf, root_file)
    if len(images) != document.pages:
        raise BackendMalformed("record: another number of pages than was told")
    return Paper(document, pdf, images)


def _pictures(pdf: bytes, root_file: str) -> tuple[bytes, ...]:
    if not pdf.startswith(_PDF):
        raise BackendMalformed("record: no PDF")
    command = [sys.executable, "-m", "kiosk.records.examination", root_file, str(WIDTH)]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise BackendMalformed("record: cannot be examined in time") from None
    verdict, _, rest = done.stdout.partition(b"\n")
    if done.returncode != 0:
        raise BackendMalformed(f"record: {verdict.decode('ascii', 'replace') or 'cannot be examined'}")
    return tuple(_parted(rest))


def _parted(stream: bytes) -> list[bytes]:
    """Each picture behind a line with its length."""
    source, found = BytesIO(stream), list[bytes]()
    while line := source.readline():
        found.append(source.read(int(line)))
    return found
