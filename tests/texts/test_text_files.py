"""The text files: complete in both languages, the same fields in each, and every id that the code names."""

import ast
from pathlib import Path

import pytest

from devices import camera, card_reader, document_printer, id_reader, pin_pad, receipt_printer
from kiosk import device
from texts import Language, field_names, known_ids

ROOT = Path(__file__).parents[2]
ROOMS = ("kiosk", "ui", "texts")
WITH_FAULTS = (card_reader, id_reader, receipt_printer, pin_pad, document_printer, camera, device)


def test_both_languages_have_the_same_texts() -> None:
    assert known_ids(Language.ZH_CN) == known_ids(Language.EN)


def test_a_text_asks_for_the_same_fields_in_both_languages() -> None:
    for text_id in known_ids(Language.ZH_CN) - {"common.in_both", "details.machine.should_be"}:
        chinese, english = (field_names(text_id, language) for language in (Language.ZH_CN, Language.EN))
        assert english <= chinese, text_id


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_that_the_code_names_exists(room: str) -> None:
    named = {(text_id, file) for file in (ROOT / room).rglob("*.py") for text_id in _literal_ids(file)}
    missing = [(text_id, file.name) for text_id, file in named if text_id not in known_ids(Language.ZH_CN)]
    assert missing == []


def test_every_fault_has_a_sentence_for_the_resident_and_one_for_staff() -> None:
    faults = [fault for module in WITH_FAULTS for fault in module.FAULTS]
    wanted = {f"faults.{fault.id}.{reader}" for fault in faults for reader in ("resident", "staff")}
    assert wanted - known_ids(Language.ZH_CN) == set()


def test_faults_have_different_ids() -> None:
    ids = [fault.id for module in WITH_FAULTS for fault in module.FAULTS]
    assert len(ids) == len(set(ids))


def _literal_ids(file: Path) -> set[str]:
    """The first arguments of all calls of `Text` that are plain strings."""
    calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "Text"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
