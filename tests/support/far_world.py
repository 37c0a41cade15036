"""A terminal whose simulators live in another process: what is done at them goes there, and survives its end."""

import os
import threading
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from virtual_time import VirtualLoop
from world import ScriptedFront, World


class Hands:
    """In the simulators' process: does what the terminal's process asks for, one after the other."""

    def __init__(self, address: Path, parts: dict[str, Any]) -> None:
        self.address = str(address)
        self._parts = parts
        self._listener = Listener(self.address, "AF_UNIX")
        self.pid = 0
        """The terminal's process, once it has come."""
        self._over = False
        self._thread = threading.Thread(target=self._listen, name="hands", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more; the thread is gone afterwards."""
        self._over = True
        Client(self.address, "AF_UNIX").close()  # closing a listener does not wake who waits at it
        self._thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self._over:
            self._serve(self._listener.accept())

    def _serve(self, connection: Connection) -> None:
        with connection:
            try:
                self.pid = connection.recv()
                while True:
                    part, method, arguments = connection.recv()
                    connection.send(getattr(self._parts[part], method)(*arguments))
            except (EOFError, ConnectionResetError, BrokenPipeError):
                return


class FarHands:
    """In the terminal's process: the other end of `Hands`."""

    def __init__(self, address: str) -> None:
        self._connection = Client(address, "AF_UNIX")
        self._connection.send(os.getpid())
        self._lock = threading.Lock()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def do(self, part: str, method: str, *arguments: object) -> Any:
        """Call a part's method and wait for what it gives."""
        with self._lock:
            self._connection.send((part, method, arguments))
            return self._connection.recv()


class FarPart:
    """One simulator over there; `told` is what the configuration needs of it."""

    def __init__(self, hands: FarHands, name: str, **told: str) -> None:
        self._hands = hands
        self._name = name
        self.__dict__.update(told)

    def command(self, verb: str, *arguments: str) -> str:
        """As the simulator's own."""
        return self._hands.do(self._name, "command", verb, *arguments)

    def insert(self, key: str, index: int = 0) -> None:
        """Put a card in."""
        self._hands.do(self._name, "insert", key, index)

    def pull(self) -> None:
        """Take it out."""
        self._hands.do(self._name, "pull")


class FarWorld(World):
    """As `World`, with the simulators out of reach of whatever ends this process."""

    def __init__(self, folder: Path, loop: VirtualLoop, address: str, wires: dict[str, dict[str, str]]) -> None:
        hands = FarHands(address)
        self.hands = hands
        self.folder = folder
        self.people = {}
        self.loop = loop
        self.card_port = int(wires["slot"]["port"])
        self.slot, self.id_reader, self.printer, self.backend = (  # pyright: ignore[reportAttributeAccessIssue]
            FarPart(hands, name, **wires[name]) for name in ("slot", "id_reader", "printer", "backend")
        )
        self.wired = dict(wires.get("devices", {}))
        self.camera = FarPart(hands, "camera")
        self.parts = ()
        self.front = ScriptedFront()
        self.front.world = self
        self.wall = None
        self.technician_first = False

    def tables(self, **changes: dict[str, object]) -> dict[str, dict[str, Any]]:
        """As `World`'s, with the devices that are wired beside the usual ones."""
        tables = super().tables(**changes)
        tables["devices"] |= self.wired
        return tables

    def close(self) -> None:
        """Let the simulators go."""
        self.hands.close()
