"""How each fault of card reader and card is made: the simulated slot's faults, scripted answers, return codes.

What needs a reader's USB cable or another program at the PC/SC service is made at the nearest interface below the
driver; the same is played over a real pcscd in `tests/devices/pcsc_in_namespace.py`.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from far_end import Scenario, told

from devices.blacklist import Blacklist
from devices.card_reader import CardConnection, CardFault
from devices.faults import Fault
from devices.pcsc import PcscReader
from devices.return_codes import fault_of_return_code
from devices.social_security_card import HsmReply, SocialSecurityCard
from devices.status import Media
from devices.vpcd import VpcdReader
from kiosk.card_list import check_listed
from sandbox.card import CardSlot
from sandbox.hsm import Hsm
from sandbox.people import Person
from sandbox.population import people

PEOPLE = people(1)
NO_SERVICE = """
from devices.pcsc import PcscReader
print(PcscReader().poll().fault.id)
"""
ZEROS = "0" * 16


@contextmanager
def slot_with_card(fault: str = "none", generation: str = "", blocked: str = "") -> Generator[VpcdReader]:
    """A reader with a resident's card in it, of that generation and block, and the slot's fault."""
    person, index = _holder(generation, blocked)
    reader = VpcdReader(0, look_seconds=0.3, answer_seconds=0.5)
    slot = CardSlot(PEOPLE, port=reader.port, retry=0.005)
    try:
        slot.fault(fault)
        slot.insert(person.key, index)
        _wait_for_card(reader, mute=fault == "silent")
        yield reader
    finally:
        slot.fault("none")
        slot.stop()
        reader.close()


def _holder(generation: str, blocked: str) -> tuple[Person, int]:
    return next(
        (person, index)
        for person in PEOPLE
        for index, card in enumerate(person.cards)
        if card.chip.blocked == blocked and card.chip.generation.startswith(generation)
    )


def _wait_for_card(reader: VpcdReader, *, mute: bool) -> None:
    ends = time.monotonic() + 20
    while reader.poll().media is not Media.PRESENT and not (mute and reader.poll().fault) and time.monotonic() < ends:
        time.sleep(0.001)


def by_slot(fault: str, blocked: str = "") -> Scenario:
    """The simulated slot has the fault, the card is selected and read."""

    def play(_folder: Path) -> Fault | None:
        with slot_with_card(fault, blocked=blocked) as reader:
            return told(lambda: _read(reader, answered_by_hsm))

    how = f"模拟社保卡故障 `{fault}`，然后读卡" if fault != "none" else f"插入已锁定的模拟卡（{blocked}）"
    return Scenario(how, play)


def by_hsm(how: str, reply: Callable[[HsmReply], HsmReply]) -> Scenario:
    """A third-generation card, and the bureau's reply is changed."""

    def play(_folder: Path) -> Fault | None:
        with slot_with_card(generation="3") as reader:
            return told(lambda: _read(reader, lambda request: reply(answered_by_hsm(request))))

    return Scenario(how, play)


def answered_by_hsm(request: object) -> HsmReply:
    """What the bureau answers to an honest card."""
    names = ("area", "reset_info", "algorithm", "identifier")
    values = ("internal_factor", "internal_raw", "external_factor", "external_raw")
    proof = Hsm().authorise_reading(*(getattr(request, name) for name in (*names, *values)))
    return HsmReply(proof.internal_auth, proof.external_auth)


def _read(reader: VpcdReader, answer: Callable[[object], HsmReply]) -> None:
    with reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        card.read_issuer()
        if request := card.begin_reading():
            card.finish_reading(answer(request))
        card.read_holder()


class Altered:
    """A connection on which one instruction is answered otherwise: the line between a card and the driver."""

    def __init__(self, connection: CardConnection, instruction: int, sw: int) -> None:
        self._connection, self._instruction, self._sw = connection, instruction, sw
        self.atr = connection.atr

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        """The altered answer, or the card's own."""
        return (b"", self._sw) if apdu[1] == self._instruction else self._connection.transmit(apdu)

    def close(self) -> None:
        """Of the card's own connection."""
        self._connection.close()


def by_status_word(how: str, instruction: int, sw: int) -> Scenario:
    """One instruction of a third-generation card is answered by `sw`."""

    def play(_folder: Path) -> Fault | None:
        with slot_with_card(generation="3") as reader, reader.connect() as connection:
            card = SocialSecurityCard(Altered(connection, instruction, sw))  # pyright: ignore[reportArgumentType]
            return told(lambda: _walk(card))

    return Scenario(f"{how}（状态字 {sw:04X}）", play)


def _walk(card: SocialSecurityCard) -> None:
    card.select()
    card.read_issuer()
    if request := card.begin_reading():
        card.finish_reading(answered_by_hsm(request))
    card.read_holder()


def by_return_code(code: int) -> Scenario:
    """Only a maker's driver interface says it."""
    return Scenario(f"驱动接口（LD/T 33）返回 {code}", lambda _: fault_of_return_code(code))


class Library(ModuleType):
    """PC/SC's calls with one reader, whose event state or return code is given."""

    def __init__(self, state: int = 0x20, code: int = 0) -> None:
        super().__init__("smartcard.scard")
        self.SCARD_PCI_T0, self.SCARD_PCI_T1 = 0, 1
        self.SCardEstablishContext = lambda _scope: [code, 1]
        self.SCardReleaseContext = lambda _context: 0
        self.SCardListReaders = lambda _context, _groups: [0, ["Reader 00 00"]]
        self.SCardGetStatusChange = lambda _context, _timeout, _readers: [0, [("Reader 00 00", state, [])]]


def by_library(how: str, library: ModuleType | None) -> Scenario:
    """The driver over that library."""

    def play(_folder: Path) -> Fault | None:
        with patch.dict(sys.modules, {"smartcard.scard": library}):
            return PcscReader().poll().fault

    return Scenario(how, play)


def _service_away(folder: Path) -> Fault | None:
    """In a process of its own, whose PC/SC library looks for the service where there is none."""
    away = {**os.environ, "PCSCLITE_CSOCK_NAME": str(folder / "no-service")}
    run = subprocess.run([sys.executable, "-c", NO_SERVICE], env=away, capture_output=True, text=True, check=True)
    return next(
        fault for fault in vars(CardFault).values() if isinstance(fault, Fault) and fault.id == run.stdout.strip()
    )


def _absent(_folder: Path) -> Fault | None:
    reader = VpcdReader(0)
    try:
        return told(reader.connect)
    finally:
        reader.close()


def _aborted(_folder: Path) -> Fault | None:
    with slot_with_card("stall") as reader:
        connection = reader.connect()
        threading.Timer(0.02, reader.abort).start()
        return told(lambda: connection.transmit(bytes.fromhex("0084000008")))


def _listed(_folder: Path) -> Fault | None:
    with slot_with_card() as reader, reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        issuer = card.read_issuer()
        return told(lambda: Blacklist(frozenset({issuer.number})).check(issuer))


def _unreadable_list(folder: Path) -> Fault | None:
    with slot_with_card() as reader, reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        issuer = card.read_issuer()
        return told(lambda: check_listed(str(folder / "no-list"), issuer))


def _unauthenticated(_folder: Path) -> Fault | None:
    with slot_with_card(generation="3") as reader, reader.connect() as connection:
        card = SocialSecurityCard(connection)
        card.select()
        return told(card.read_holder)


SCENARIOS: dict[Fault, Scenario] = {
    CardFault.DRIVER_MISSING: by_library("没有安装 pyscard", None),
    CardFault.SERVICE_AWAY: Scenario("PC/SC 服务的套接字不存在（真实 pcscd 另测：杀死再启动）", _service_away),
    CardFault.READER_GONE: by_library("PC/SC 报告读卡器不可用（真实 pcscd 另测：拔掉再插上）", Library(state=0x8)),
    CardFault.READER_FAILED: by_library("PC/SC 返回没有名称的错误 80100099", Library(code=0x80100099)),
    CardFault.HELD: by_library("PC/SC 报告卡被独占（真实 pcscd 另测：另一程序占用）", Library(state=0x1A0)),
    CardFault.ABORTED: Scenario("模拟社保卡故障 `stall`，等应答时终端中止（会话结束）", _aborted),
    CardFault.UNSUPPORTED: by_return_code(-13),
    CardFault.REQUEST_INVALID: by_hsm("后台给的鉴别数据不是十六进制", lambda r: HsmReply("??", r.external_auth)),
    CardFault.ABSENT: Scenario("卡座里没有卡时要求上电", _absent),
    CardFault.SILENT: by_slot("silent"),
    CardFault.REMOVED: by_slot("pull-at"),
    CardFault.OTHER: by_return_code(-22),
    CardFault.FOREIGN: by_slot("foreign-bank"),
    CardFault.MALFORMED: by_slot("long-answer"),
    CardFault.WORN: by_status_word("读记录时芯片报告存储器故障", 0xB2, 0x6581),
    CardFault.REFUSED: by_status_word("读记录时芯片拒绝", 0xB2, 0x6F00),
    CardFault.BLOCKED: by_slot("none", blocked="card"),
    CardFault.APPLICATION_BLOCKED: by_slot("none", blocked="application"),
    CardFault.BLACKLISTED: Scenario("把模拟卡的卡号列入名单", _listed),
    CardFault.LIST_UNREADABLE: Scenario("配置了停用卡名单，但文件不存在", _unreadable_list),
    CardFault.NOT_GENUINE: by_hsm("后台算出的内部鉴别值与卡的不同", lambda r: HsmReply(ZEROS, r.external_auth)),
    CardFault.AUTHENTICATION_MISSING: Scenario("三代卡不经鉴别就读持卡人文件", _unauthenticated),
    CardFault.AUTHENTICATION_REFUSED: by_hsm("后台给出的外部鉴别值不对", lambda r: HsmReply(r.internal_auth, ZEROS)),
    CardFault.AUTHENTICATION_BLOCKED: by_status_word("外部鉴别时密钥已锁定", 0x82, 0x6983),
    CardFault.PIN_WRONG: by_return_code(-51),
    CardFault.PIN_BLOCKED: by_return_code(-52),
    CardFault.PIN_CANCELLED: by_return_code(-31),
    CardFault.PIN_TIMED_OUT: by_return_code(-32),
    CardFault.PIN_LENGTH: by_return_code(-33),
    CardFault.PIN_DIFFERS: by_return_code(-34),
    CardFault.PIN_INITIAL: by_return_code(-35),
}
