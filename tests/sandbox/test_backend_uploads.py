"""The staging area: attachments wait for their operation, belong to one person, and are gone after a while."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filing_counter import DAY, Counter, counter_of
from sqlalchemy import select

from sandbox.backend.database import UploadRow
from sandbox.backend.uploads import LASTS


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


def test_an_attachment_waits_for_its_operation_and_is_gone_after_a_while(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    signature = bureau.signature()
    bureau.now += LASTS["signature"]
    bureau.prove()
    assert bureau.outcome("apply_card", signature=signature) == "UPLOAD_GONE"
    kept = bureau.run(lambda session: session.scalars(select(UploadRow.upload)).all())
    assert signature["upload"] not in kept


def test_what_an_operation_took_stays_and_is_taken_once(counter: Callable[[str], Counter]) -> None:
    bureau = counter("gen2")
    signature = bureau.signature()
    assert bureau.outcome("exchange_card", reason="damaged", signature=signature) == "confirmed"
    bureau.now += 10 * DAY
    assert bureau.run(lambda session: session.scalars(select(UploadRow.taken_by)).all())[0]


def test_somebody_elses_attachment_is_not_taken(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    signature = bureau.signature()
    bureau.run(lambda session: setattr(session.get(UploadRow, signature["upload"]), "id_number", "somebody"))
    assert bureau.outcome("apply_card", signature=signature) == "UPLOAD_GONE"
