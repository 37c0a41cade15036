"""How each fault of the security module is made: a third-generation card, and the simulated module beside it."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from far_end import Scenario, told
from faults_of_card_reader import slot_with_card

from devices.card_data import Algorithm
from devices.faults import Fault
from devices.psam import PsamFault, PsamSettings, authorise
from devices.social_security_card import HsmRequest, SocialSecurityCard
from devices.status import Media
from devices.vpcd import VpcdReader
from sandbox.psam import PsamChip, PsamSlot


@contextmanager
def psam_slot(fault: str = "none", chip: PsamChip | None = None) -> Generator[VpcdReader]:
    """A slot with the simulated module in it."""
    slot = VpcdReader(0, look_seconds=0.3, answer_seconds=0.5)
    part = PsamSlot(port=slot.port, chip=chip, retry=0.005)
    part.fault(fault)
    try:
        ends = time.monotonic() + 20
        while fault not in {"absent", "silent"} and slot.poll().media is not Media.PRESENT and time.monotonic() < ends:
            time.sleep(0.001)
        yield slot
    finally:
        part.stop()
        slot.close()


def asked_by_a_card() -> HsmRequest:
    """What a third-generation card's reading asks."""
    with slot_with_card(generation="3") as reader, reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        card.read_issuer()
        request = card.begin_reading()
        assert request is not None
        return request


def by_module(fault: str, how: str = "") -> Scenario:
    """The simulated module has the fault, and a card is to be proven to."""

    def play(_folder: Path) -> Fault | None:
        request = asked_by_a_card()
        settings = PsamSettings(algorithm=Algorithm(request.algorithm))
        with psam_slot(fault) as slot:
            return told(lambda: authorise(slot, settings, request))

    return Scenario(how or f"模拟 PSAM 卡故障 `{fault}`，然后读三代卡", play)


def _other_algorithm(_folder: Path) -> Fault | None:
    request = asked_by_a_card()
    other = Algorithm.DES if request.algorithm == Algorithm.SM4.value else Algorithm.SM4
    with psam_slot() as slot:
        return told(lambda: authorise(slot, PsamSettings(algorithm=other), request))


SCENARIOS: dict[Fault, Scenario] = {
    PsamFault.ABSENT: by_module("absent"),
    PsamFault.ALGORITHM: Scenario("读一张算法与 PSAM 卡不同的三代卡", _other_algorithm),
    PsamFault.KEY: by_module("no-key"),
    PsamFault.LEVEL: by_module("level"),
    PsamFault.REFUSED: by_module("broken"),
}
