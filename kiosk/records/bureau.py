"""What is asked of the bureau about records; each answer is about the person who was asked for, and adds up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from kiosk.backend.client import Bureau, Limits
from kiosk.backend.errors import BackendMalformed
from kiosk.backend.operations import OperationBody
from kiosk.backend.records import (
    Insurance,
    Insured,
    MonthLine,
    RecordAnswer,
    RecordCheck,
    RecordDocument,
    RecordMonths,
    RecordSaving,
    RecordSavingState,
    RecordWanted,
    SavingStanding,
    Verdict,
)
from kiosk.proven import Resident

PAPER: Final = Limits(30.0, 4 * 1024 * 1024)
"""A paper is composed while we wait, and is larger than any other answer."""
WHOLE_SECONDS: Final = 30.0
"""For an answer in short and the lines of every insurance."""
_MOST_TURNS: Final = 5


@dataclass(frozen=True, slots=True)
class Record:
    """All that the bureau knows of one person's insurances."""

    answer: RecordAnswer
    lines: Mapping[Insurance, tuple[MonthLine, ...]] = field(repr=False)


def whole_record(bureau: Bureau, resident: Resident) -> Record:
    """The insurances in short, then the lines of each, a page at a time. Raises `BackendError`."""
    answer = bureau.ask("/v1/records/query", evidence(resident), RecordAnswer)
    if answer.person.id_number != resident.id_number:
        raise BackendMalformed("record of another person")
    lines = {one.insurance: _lines(bureau, resident, one) for one in answer.insurances}
    if any(line.unit >= len(answer.units) for each in lines.values() for line in each):
        raise BackendMalformed("a unit that is not in the list")
    return Record(answer, MappingProxyType(lines))


def compose(bureau: Bureau, resident: Resident, wanted: RecordWanted) -> RecordDocument:
    """The finished paper; the same `wanted.request` gives the same one. `BackendRefused` RECORD_LIMIT and others."""
    question = {**evidence(resident), **wanted.model_dump(mode="json")}
    document = bureau.ask("/v1/records/documents", question, RecordDocument, limits=PAPER)
    if (document.request, document.document) != (wanted.request, wanted.document):
        raise BackendMalformed("another paper than was asked for")
    return document


def offer_saving(bureau: Bureau, resident: Resident, serial: str) -> RecordSaving:
    """The address from which the paper can be fetched once."""
    saving = bureau.ask("/v1/records/saving", {**evidence(resident), "serial": serial}, RecordSaving)
    if saving.serial != serial:
        raise BackendMalformed("the address of another paper")
    return saving


def saving_standing(bureau: Bureau, serial: str) -> SavingStanding:
    """Whether it was fetched."""
    return bureau.ask("/v1/records/saving/state", {"serial": serial}, RecordSavingState).state


def check(bureau: Bureau, code: str, digest: str | None = None) -> Verdict:
    """Whether a paper with that check code is genuine; `digest`: SHA-256 of the file, where there is one."""
    question = {"code": code} if digest is None else {"code": code, "digest": digest}
    return bureau.ask("/v1/records/check", question, RecordCheck).verdict


def evidence(resident: Resident) -> dict[str, Any]:
    """Whose record, and how they showed that it is theirs."""
    shown = OperationBody(**resident.evidence).body()
    return shown if resident.card is None else {**shown, "card": resident.card.model_dump(mode="json")}


def _lines(bureau: Bureau, resident: Resident, insured: Insured) -> tuple[MonthLine, ...]:
    found: list[MonthLine] = []
    after = 0
    for _ in range(_MOST_TURNS if insured.lines else 0):
        question = {**evidence(resident), "insurance": insured.insurance.value, "after": after}
        page = bureau.ask("/v1/records/months", question, RecordMonths)
        found += page.lines
        if page.insurance is not insured.insurance or page.next is None:
            break
        after = page.next
    if len(found) != insured.lines or any(one.month > other.month for one, other in pairwise(found)):
        raise BackendMalformed("lines that do not add up")
    return tuple(found)
