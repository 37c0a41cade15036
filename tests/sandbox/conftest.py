"""The synthetic card of area 650100 that the worked traces are about, in every profile."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from sandbox.chip import ChipCard
from sandbox.people import (
    ApplicationState,
    BankState,
    Chip,
    ElectronicCard,
    Person,
    Production,
    SocialSecurityCard,
)

TRACE_CHIP = Chip(generation="3.00", algorithm="SM4", pin="123456", max_tries=3, tries_left=3)
TRACE_CARD = SocialSecurityCard(
    number="A00000011",
    identifier="650100D15600000500001234A1B2C3D4",
    atr="3B6D000000814A44468660650100001234",
    issued=date(2024, 1, 15),
    expires=date(2034, 1, 15),
    state=ApplicationState.NORMAL,
    bank="示例银行",
    bank_account="",
    bank_state=BankState.NORMAL,
    production=Production.NONE,
    chip=TRACE_CHIP,
)
TRACE_PERSON = Person(
    key="trace",
    id_number="110101199003070011",
    name="张三",
    sex="1",
    ethnic="01",
    birth=date(1990, 3, 7),
    address="",
    authority="",
    id_valid_from=date(2020, 1, 1),
    id_valid_to=date(2040, 1, 1),
    phone="",
    electronic_card=ElectronicCard.NOT_ISSUED,
    cards=(TRACE_CARD,),
    birthplace="650100",
)


def challenges_in_turn(*wanted: str) -> Callable[[int], bytes]:
    """A source of randomness that gives the trace's challenges, then starts over."""

    def turns() -> Iterable[bytes]:
        while True:
            yield from (bytes.fromhex(challenge) for challenge in wanted)

    source = iter(turns())
    return lambda size: (next(source) * 2)[:size]


@pytest.fixture
def trace_person() -> Person:
    return TRACE_PERSON


@pytest.fixture(scope="session")
def people_of_two_profiles() -> tuple[Person, Person]:
    """A generation 3.0 card by SM4, and a 1.0 card by DES without a PIN."""
    first = replace(TRACE_CARD, chip=replace(TRACE_CHIP, generation="1.00", algorithm="DES", pin=""))
    return TRACE_PERSON, replace(TRACE_PERSON, cards=(first,))


@pytest.fixture
def make_chip():
    def make(*challenges: str, raw_t0: bool = False, name: str = "张三", **chip: object) -> ChipCard:
        card = replace(TRACE_CARD, chip=replace(TRACE_CHIP, **chip))
        person = replace(TRACE_PERSON, name=name)
        source = {"challenge": challenges_in_turn(*challenges)} if challenges else {}
        made = ChipCard(person, card, raw_t0=raw_t0, **source)
        made.power_on()
        return made

    return make


@pytest.fixture
def play():
    """Play `command => answer` lines at a chip; spaces are nothing, `…` in an answer stands for any bytes."""

    def play(chip: ChipCard, trace: str) -> None:
        for line in filter(None, map(str.strip, trace.splitlines())):
            command, expected = (part.replace(" ", "") for part in line.split("=>"))
            answer = chip.transmit(bytes.fromhex(command)).hex().upper()
            start, _, end = expected.partition("…")
            assert answer.startswith(start), line
            assert answer.endswith(end), line
            assert "…" in expected or answer == expected, line

    return play
