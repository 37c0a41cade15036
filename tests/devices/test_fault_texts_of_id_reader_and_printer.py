"""Each fault of the ID reader and the receipt printer has a sentence for the resident and one for staff."""

import tomllib

import pytest

import resources
from devices import id_reader, receipt_printer


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_fault_has_its_sentences(language: str) -> None:
    texts = tomllib.loads(resources.path("texts", language, "faults.toml").read_text("utf-8"))
    for fault in (*id_reader.FAULTS, *receipt_printer.FAULTS):
        assert set(texts[fault.id]) == {"resident", "staff"}
        assert all(sentence.endswith(("。", ".")) for sentence in texts[fault.id].values())
