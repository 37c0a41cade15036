"""A terminal with every device that there can be, each with its far end, without the terminal's own program."""

import socket
from typing import Any

from ports import free_port
from world import World

from kiosk.diagnostics.bench import Bench
from sandbox.camera import CameraSimulator
from sandbox.card import CardSlot
from sandbox.document_printer import DocumentPrinterSimulator
from sandbox.duty_desk import DutyDesk
from sandbox.pin_pad import PinPadSimulator
from sandbox.psam import PsamSlot


class Equipped:
    """A terminal with every device there can be, each with its far end."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.laid_on = CardSlot(tuple(world.people.values()), port=free_port(), retry=0.005)
        self.psam = PsamSlot(port=free_port(), retry=0.005)
        self.pad = PinPadSimulator(port=0)
        self.camera, self.desk = CameraSimulator(port=0, rate=100), CameraSimulator(port=0, rate=100)
        self.queue = DocumentPrinterSimulator(world.folder / "cups")
        self.duty_desk = DutyDesk(port=0)
        self.taken: list[socket.socket] = []
        self.parts: tuple[Any, ...] = (
            *world.parts,
            self.laid_on,
            self.psam,
            self.pad,
            self.camera,
            self.desk,
            self.queue,
            self.duty_desk,
        )

    @property
    def bench(self) -> Bench:
        devices = {
            "contactless_reader": f"vpcd://127.0.0.1:{self.laid_on._address[1]}",
            "psam": self.psam.url,
            "pin_pad": self.pad.url,
            "camera": self.camera.url,
            "document_camera": self.desk.url,
            "document_printer": self.queue.url,
        }
        help_desk = {"endpoint": self.duty_desk.url}
        return Bench(self.world.configuration(devices=devices, help=help_desk), patience=0.5, exchanges=2)

    def start(self) -> None:
        for part in self.parts:
            part.start()

    def stop(self) -> None:
        for part in self.parts:
            part.stop()
        for port in self.taken:
            port.close()
