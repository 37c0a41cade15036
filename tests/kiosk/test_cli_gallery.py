"""`kiosk gallery` on the command line."""

from pathlib import Path

from kiosk.cli import parser


def test_the_gallery_is_leafed_through_or_written() -> None:
    assert parser().parse_args(["gallery", "confirm", "--size", "square"]).page == "confirm"
    assert parser().parse_args(["gallery", "--folder", "docs/screens"]).folder == Path("docs/screens")
