"""How long the driver takes to read EF05 and EF06, beside a bare pyscard loop that sends the same APDUs.

Over a real pcscd with vsmartcard's virtual reader, in a mount and network namespace of its own (needs root).
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from smartcard.CardConnection import CardConnection as BareConnection
from smartcard.System import readers
from tools.figures import Figure, report

from devices.card_reader import CardConnection, open_card_reader
from devices.social_security_card import SocialSecurityCard
from devices.status import Media
from sandbox.card import CardSlot
from sandbox.people import Person
from sandbox.population import people

INSIDE = "--inside"
READER = "Virtual PCD 00 00"
VPCD_PORT = 35963
TURNS = 20
ROUNDS = 40
WARM_UP = 10
TIMES_BARE = 1.15
SOON_S = 10.0
FREE_TO_READ = "2.00"
"""A generation whose EF06 asks for no key: every reading sends the same APDUs."""
ENTER = 'mkdir -p /run/pcscd && mount -t tmpfs tmpfs /run/pcscd && ip link set lo up && exec "$@"'


class Tap:
    """A connection that keeps what was sent through it."""

    def __init__(self, connection: CardConnection) -> None:
        self._connection = connection
        self.sent: list[list[int]] = []

    @property
    def atr(self) -> bytes:
        return self._connection.atr

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        self.sent.append(list(apdu))
        return self._connection.transmit(apdu)


def eventually(look: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON_S
    while not look():
        if time.monotonic() > deadline:
            sys.exit("card_reading: the virtual reader or its card did not come")
        time.sleep(0.01)


@contextmanager
def pcscd() -> Iterator[None]:
    """The service, from when its reader listens for a card until it is stopped."""
    with subprocess.Popen(["pcscd", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as service:
        eventually(lambda: f":{VPCD_PORT:04X} " in Path("/proc/net/tcp").read_text())
        try:
            yield
        finally:
            service.terminate()


def holder_of_a_free_card() -> tuple[Person, int]:
    """A made-up resident, and which of their cards it is."""
    return next(
        (person, index)
        for person in people()
        for index, card in enumerate(person.cards)
        if card.chip is not None and card.chip.generation == FREE_TO_READ
    )


def read_by_driver(connection: CardConnection | Tap) -> None:
    card = SocialSecurityCard(connection)
    card.select()
    card.read_issuer()
    card.read_holder()


def read_bare(connection: BareConnection, apdus: list[list[int]]) -> None:
    for apdu in apdus:
        connection.transmit(apdu)


def milliseconds(reading: Callable[[], None]) -> list[float]:
    times: list[float] = []
    for _ in range(WARM_UP + ROUNDS):
        started = time.perf_counter()
        reading()
        times.append((time.perf_counter() - started) * 1000)
    return times[WARM_UP:]


def driver_times() -> tuple[list[float], list[list[int]]]:
    reader = open_card_reader(f"pcsc:{READER}", sandbox=False)
    eventually(lambda: reader.poll().media is Media.PRESENT)
    with reader.connect() as connection:
        tap = Tap(connection)
        read_by_driver(tap)
        return milliseconds(lambda: read_by_driver(connection)), tap.sent


def bare_times(apdus: list[list[int]]) -> list[float]:
    connection = next(reader for reader in readers() if str(reader) == READER).createConnection()
    connection.connect()
    try:
        return milliseconds(lambda: read_bare(connection, apdus))
    finally:
        connection.disconnect()


def measure() -> int:
    """Driver and bare loop in turns, so that what warms up or is busy meets both."""
    person, index = holder_of_a_free_card()
    slot = CardSlot([person], port=VPCD_PORT)
    with pcscd():
        slot.insert(person.key, index)
        try:
            apdus = driver_times()[1]
            turns = [(median(driver_times()[0]), median(bare_times(apdus))) for _ in range(TURNS)]
        finally:
            slot.pull()
    return report(
        f"Reading EF05 and EF06 ({len(apdus)} APDUs), median of {TURNS} turns of {ROUNDS} readings",
        Figure("bare pyscard loop", median(bare for _, bare in turns), "ms"),
        Figure("the driver", median(ours for ours, _ in turns), "ms"),
        Figure("the driver beside the bare loop", median(ours / bare for ours, bare in turns), "×", TIMES_BARE),
    )


def main() -> int:
    if INSIDE in sys.argv:
        return measure()
    if os.geteuid() != 0:
        sys.exit("card_reading: needs root, for a PC/SC service in a namespace of its own")
    namespace = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "sh"]
    return subprocess.run([*namespace, sys.executable, __file__, INSIDE], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
