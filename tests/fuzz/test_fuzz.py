"""Parsers of outside bytes: the inputs that were kept, and some new ones, raise nothing and end soon."""

from pathlib import Path

import pytest
from fuzz_targets import ANSWERS, TARGETS
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from kiosk.backend.operations import LossReport, Ticket
from kiosk.backend.records import RecordVoid
from kiosk.backend.schemas import AgentProof

CORPUS = Path(__file__).with_name("corpus")
SENT = (LossReport.__bases__[0], AgentProof, RecordVoid, Ticket)
"""What the terminal sends and never receives: the bodies of operations, and what their letters hold."""
KEPT = [pytest.param(file, id=f"{file.parent.name}/{file.name}") for file in sorted(CORPUS.glob("*/*"))]


def seeds(target: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted((CORPUS / target).iterdir())]


@pytest.mark.parametrize("file", KEPT)
def test_what_was_found_once_stays_mended(file: Path) -> None:
    TARGETS[file.parent.name](file.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes_are_taken(target: str) -> None:
    @given(st.binary(max_size=512))
    def take(data: bytes) -> None:
        TARGETS[target](data)

    take()


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_nearly_right_is_taken(target: str) -> None:
    """A kept input with some bytes changed, some left out, or two of them one after the other."""
    known = st.sampled_from(seeds(target))

    @given(known, known, st.integers(0, 600), st.integers(0, 600), st.binary(max_size=4))
    def take(first: bytes, second: bytes, start: int, end: int, new: bytes) -> None:
        TARGETS[target](first[:start] + new + first[end:])
        TARGETS[target](first[:start] + second[end:])

    take()


def test_every_target_has_kept_inputs() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(TARGETS)


def test_the_kept_answers_reach_every_schema_of_the_bureaus() -> None:
    kept = seeds("backend_answers")
    received = [kind for kind in ANSWERS if not issubclass(kind, SENT)]
    assert [kind.__name__ for kind in received if not any(is_one(kind, answer) for answer in kept)] == []


def is_one(kind: type[BaseModel], answer: bytes) -> bool:
    try:
        kind.model_validate_json(answer)
    except ValidationError:
        return False
    return True
