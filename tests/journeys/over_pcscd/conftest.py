"""A real pcscd with vsmartcard's virtual reader, a made-up card to put into it, and the driver on top."""

import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from devices.card_reader import CardReader, open_card_reader
from devices.social_security_card import HsmReply, HsmRequest
from devices.status import Media, State
from sandbox.card import CardSlot
from sandbox.hsm import Hsm
from sandbox.people import (
    ApplicationState,
    BankState,
    Chip,
    ElectronicCard,
    Person,
    Production,
    SocialSecurityCard,
)

VPCD_PORT = 35963
READER = "Virtual PCD 00 00"
LISTENING = " 0A "
SOON_S = 20.0
LOOK_AGAIN_S = 0.005


class Pcscd:
    """The service, which can be stopped and started as a crash or an update does."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return when the virtual reader listens for its card."""
        self._process = subprocess.Popen(["pcscd", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        eventually(_reader_listens)

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None, "it runs"
        return self._process.pid

    def stop(self) -> None:
        """Stop; may be called twice."""
        process, self._process = self._process, None
        if process:
            process.terminate()
            process.wait()


def eventually(look: Callable[[], bool]) -> float:
    """Wait until it is so; the seconds that took."""
    started = time.monotonic()
    while not look():
        assert time.monotonic() - started < SOON_S, "not within twenty seconds"
        time.sleep(LOOK_AGAIN_S)
    return time.monotonic() - started


def _reader_listens() -> bool:
    """Whether vpcd's port is open, seen in the kernel's table: to connect would be to put a card in."""
    wanted = f":{VPCD_PORT:04X} "
    tables = [Path("/proc/net", table).read_text() for table in ("tcp", "tcp6")]
    return any(wanted in line and LISTENING in line for table in tables for line in table.splitlines())


@pytest.fixture
def soon() -> Callable[[Callable[[], bool]], float]:
    """Waits until something is so."""
    return eventually


@pytest.fixture
def pcscd() -> Iterator[Pcscd]:
    """The running service."""
    service = Pcscd()
    service.start()
    yield service
    service.stop()


@pytest.fixture
def reader(pcscd: Pcscd) -> Iterator[CardReader]:
    """The terminal's driver for that reader."""
    driver = open_card_reader(f"pcsc:{READER}", sandbox=False)
    eventually(lambda: driver.poll().state is State.ONLINE)
    yield driver
    driver.close()


@pytest.fixture
def slot(pcscd: Pcscd, resident: Person) -> Iterator[CardSlot]:
    """The made-up card's way into the virtual reader."""
    slot = CardSlot([resident], port=VPCD_PORT)
    slot.start()
    yield slot
    slot.stop()


@pytest.fixture
def insert(slot: CardSlot, reader: CardReader, resident: Person) -> Callable[[int], float]:
    """Puts one of the resident's cards in; the seconds until the driver saw it."""

    def insert(index: int = 0) -> float:
        slot.insert(resident.key, index)
        return eventually(lambda: reader.poll().media is Media.PRESENT)

    return insert


@pytest.fixture
def authorise() -> Callable[[HsmRequest], HsmReply]:
    """The bureau's HSM."""

    def authorise(request: HsmRequest) -> HsmReply:
        return HsmReply(
            *Hsm().authorise_reading(
                request.area,
                request.reset_info,
                request.algorithm,
                request.identifier,
                request.internal_factor,
                request.internal_raw,
                request.external_factor,
                request.external_raw,
            )
        )

    return authorise


def _card(generation: str, algorithm: str, number: str) -> SocialSecurityCard:
    return SocialSecurityCard(
        number=number,
        identifier="650100D15600000500001234A1B2C3D4",
        atr="3B6D000000814A44468660650100001234",
        issued=date(2024, 1, 15),
        expires=date(2034, 1, 15),
        state=ApplicationState.NORMAL,
        bank="示例银行",
        bank_account="",
        bank_state=BankState.NORMAL,
        production=Production.NONE,
        chip=Chip(generation=generation, algorithm=algorithm, pin="135790", max_tries=3, tries_left=3),
    )


@pytest.fixture
def resident() -> Person:
    """A made-up resident with a card of each generation: 3.0, 2.0 and 1.0."""
    return Person(
        key="zhang-san",
        id_number="110101199003070011",
        name="张三䶮",
        sex="1",
        ethnic="01",
        birth=date(1990, 3, 7),
        address="",
        authority="",
        id_valid_from=date(2020, 1, 1),
        id_valid_to=date(2040, 1, 1),
        phone="",
        electronic_card=ElectronicCard.NOT_ISSUED,
        cards=(_card("3.00", "SM4", "A00000011"), _card("2.00", "DES", "A00000012"), _card("1.00", "DES", "A00000013")),
        birthplace="650100",
    )
