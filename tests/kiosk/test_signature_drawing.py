"""A signature as a drawing: one path through the points that the finger went through, small, shown nowhere."""

from xml.etree import ElementTree

import pytest

from kiosk.backend.applications import Upload, UploadKind
from kiosk.signature import SVG, declared, drawing
from ui.pages import INK_HEIGHT, INK_WIDTH, MOST_POINTS, Signed, signed
from ui.specimens_signing import WRITTEN

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_it_is_one_path_through_all_points_in_the_fields_own_units() -> None:
    root = ElementTree.fromstring(drawing(signed(WRITTEN)))
    assert root.get("viewBox") == f"0 0 {INK_WIDTH} {INK_HEIGHT}"
    (path,) = root.findall(f"{NAMESPACE}path")
    told = path.get("d", "")
    assert told.startswith("M196 109L286 97M150 150")
    assert told.count("M") == len(signed(WRITTEN).strokes)
    assert told.count("M") + told.count("L") == sum(map(len, signed(WRITTEN).strokes))


def test_a_declaration_stands_in_words_where_the_signature_would_be() -> None:
    root = ElementTree.fromstring(declared())
    assert root.get("viewBox") == f"0 0 {INK_WIDTH} {INK_HEIGHT}"
    assert [text.text for text in root.findall(f"{NAMESPACE}text")] == ["本人不便书写，以声明代替手写签名。"]
    assert root.findall(f"{NAMESPACE}path") == []


def test_the_longest_signature_fits_the_staging_area() -> None:
    longest = Signed((tuple((INK_WIDTH, INK_HEIGHT - turn % 2) for turn in range(MOST_POINTS)),))
    assert len(drawing(longest)) < 100_000


@pytest.mark.parametrize("shown", [repr, str])
def test_an_upload_shows_nothing_of_its_content(shown: type[str]) -> None:
    upload = Upload(UploadKind.SIGNATURE, SVG, drawing(signed(WRITTEN)))
    assert "M196" not in shown(upload)
    assert len(upload.digest) == 64
