"""`kiosk gallery` on the command line."""

from pathlib import Path

from kiosk.cli import parser
from kiosk.cli.record_gallery import READERS, records


def test_the_gallery_is_leafed_through_or_written() -> None:
    assert parser().parse_args(["gallery", "confirm", "--size", "square"]).page == "confirm"
    assert parser().parse_args(["gallery", "--folder", "docs/screens"]).folder == Path("docs/screens")


def test_five_records_are_drawn_for_whoever_reads_them_aloud() -> None:
    chosen = parser().parse_args(["gallery", "--records", "--folder", "build/records"])
    assert chosen.records
    found = records(READERS)
    assert sum(not record.lines for record in found.values()) == 1, "one of them has never paid"
    assert {key: record.answer.person.name for key, record in found.items()}["zhang"] == "张小满"
    assert len({record.answer.person.id_number[6:10] for record in found.values()}) == len(READERS)
