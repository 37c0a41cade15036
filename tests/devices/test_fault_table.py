"""The fault table in `docs/` is what the declarations say now."""

from pathlib import Path

from fault_table import table

from kiosk.diagnostics.drivers import all_faults

DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.md"


def test_the_document_is_current() -> None:
    assert DOCUMENT.read_text("utf-8") == table(), "run scripts/faults"


def test_every_fault_has_its_row() -> None:
    written = DOCUMENT.read_text("utf-8")
    assert [fault.id for fault in all_faults() if f"| `{fault.id}` |" not in written] == []
