"""A paper is printed only when it is the bureau's own, whole and unchanged: another process says so."""

import base64
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from kiosk.backend.errors import BackendMalformed
from kiosk.backend.records import DocumentKind, RecordDocument
from kiosk.records.examination import GOOD, judged, png
from kiosk.records.paper import examined
from sandbox.records.careers import Insurance
from sandbox.records.contents import Document, Wanted, contents
from sandbox.records.histories import history
from sandbox.records.papers import composed
from sandbox.records.sealing import Sealer

SEALER = Sealer()
ID_NUMBER = "500103196811080375"


@pytest.fixture(scope="module")
def bare() -> bytes:
    """Two pages without a signature."""
    person = {"name": "王守拙", "id_number": ID_NUMBER, "sex": "男"}
    order = Wanted(Document.PAYMENTS, tuple(Insurance), 202511, 202610)
    past = history("wang", ID_NUMBER, 202611)
    return composed(contents(person, past, order, "2026年11月20日"), "S1", "S-AAAA-BBBB-CCCC").pdf


@pytest.fixture(scope="module")
def signed(bare: bytes) -> bytes:
    return SEALER.sealed(bare)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("root") / "root.pem"
    file.write_bytes(SEALER.root_pem)
    return str(file)


def document(pdf: bytes, pages: int = 2) -> RecordDocument:
    told: dict[str, Any] = {"request": "a" * 32, "serial": "S" + "0" * 14, "code": "S-AAAA-BBBB-CCCC"}
    return RecordDocument(
        **told, document=DocumentKind.PAYMENTS, pages=pages, pdf=base64.b64encode(pdf).decode(), valid_until=None
    )


def test_the_bureaus_own_paper_comes_with_its_pages_and_unchanged(signed: bytes, root: str) -> None:
    paper = examined(document(signed), root)
    assert paper.pdf == signed
    assert [image[:8] for image in paper.images] == [b"\x89PNG\r\n\x1a\n"] * 2


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (lambda pdf: pdf.replace(b"/Count 2", b"/Count 1", 1), "altered"),
        (lambda pdf: pdf[:9000] + bytes([pdf[9000] ^ 1]) + pdf[9001:], "altered"),
        (lambda pdf: pdf + b"\n%x", "altered"),
        (lambda pdf: pdf[: len(pdf) // 2], "broken"),
        (lambda _: b"%PDF-1.7 nonsense", "broken"),
    ],
    ids=["count of pages", "one bit", "appended", "half", "nonsense"],
)
def test_what_was_changed_is_found(signed: bytes, root: str, change: Callable[[bytes], bytes], verdict: str) -> None:
    assert judged(change(signed), root) == verdict


def written_over(signed: bytes) -> bytes:
    """A revision after the signature in which the first page has other words; what was signed is all still there."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    return updated(writer, page)


def page_dropped(signed: bytes) -> bytes:
    """A revision after the signature with one page less."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject([pages["/Kids"].raw_get(0)])
    pages["/Count"] = generic.NumberObject(1)
    return updated(writer, pages)


def note_added(signed: bytes) -> bytes:
    """A revision after the signature with a note stuck on the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    place = generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 500)))
    note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    names = {generic.NameObject(key): generic.NameObject(value) for key, value in note.items()}
    added = generic.DictionaryObject({**names, generic.NameObject("/Rect"): place})
    page["/Annots"] = generic.ArrayObject([writer.add_object(added)])
    return updated(writer, page)


def updated(writer: IncrementalPdfFileWriter, changed: Any) -> bytes:
    writer.update_container(changed)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("change", [written_over, page_dropped, note_added])
def test_what_was_changed_after_it_was_signed_is_found_though_the_signed_bytes_are_whole(
    signed: bytes, root: str, change: Callable[[bytes], bytes]
) -> None:
    changed = change(signed)
    assert changed.startswith(signed)
    assert judged(changed, root) == "altered"


def test_what_nobody_signed_is_not_printed(bare: bytes, root: str) -> None:
    assert judged(bare, root) == "unsigned"


def test_what_somebody_else_signed_is_not_printed(bare: bytes, root: str) -> None:
    assert judged(Sealer().sealed(bare), root) == "foreign"


def test_what_somebody_else_signed_once_more_is_not_printed(signed: bytes, root: str) -> None:
    assert judged(Sealer("Another").sealed(signed), root) == "foreign"


def test_the_bureaus_own_is_good(signed: bytes, root: str) -> None:
    assert judged(signed, root) == GOOD


def test_an_altered_paper_is_no_answer(signed: bytes, root: str) -> None:
    with pytest.raises(BackendMalformed) as refused:
        examined(document(signed.replace(b"/Count 2", b"/Count 1", 1)), root)
    assert refused.value.detail == "record: altered"


def test_a_paper_of_another_length_than_was_told_is_no_answer(signed: bytes, root: str) -> None:
    with pytest.raises(BackendMalformed):
        examined(document(signed, pages=3), root)


@pytest.mark.parametrize("pdf", ["hello", "!", ""])
def test_what_is_no_document_is_not_even_examined(pdf: str, root: str) -> None:
    with pytest.raises(BackendMalformed):
        examined(document(b"").model_copy(update={"pdf": pdf}), root)


def test_a_picture_is_one_that_others_can_read(tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    file = tmp_path / "grey.png"
    file.write_bytes(png(2, 1, b"\0\x00\xff"))
    with Image.open(file) as image:
        assert [image.getpixel((x, 0)) for x in range(2)] == [0, 255]
