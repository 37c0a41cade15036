"""What the drivers cost and how soon they notice: reading an ID card, the first byte of a slip, devices lost and back.

Everything over the wire, to simulators that keep the line's pace; those for the time at rest run in another process.
"""

import argparse
import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tools.figures import Figure, report

from devices.camera import Camera
from devices.card_reader import open_card_reader
from devices.document_printer import DocumentPrinter, open_document_printer
from devices.escpos_line import Line, open_line, parse_printer_url
from devices.escpos_page import Charset
from devices.id_reader import IdReader
from devices.pin_pad import open_pin_pad
from devices.psam import open_psam
from devices.receipt_printer import PrinterTimeouts, ReceiptPrinter, open_receipt_printer
from devices.slip import Feed, PrintLine, Row, Rule, Slip, layout
from devices.slip import Line as Printed
from kiosk.cli.simulated import SimulatedWorld, template
from kiosk.composition import LOOK_EVERY, PSAM_EVERY
from kiosk.device import Device
from kiosk.log import EventLog
from sandbox.camera import CameraSimulator
from sandbox.document_printer import DocumentPrinterSimulator
from sandbox.id_reader import IdReaderSimulator
from sandbox.pin_pad import PinPadSimulator
from sandbox.population import people
from sandbox.printer import PrinterSimulator

BAUDRATE, BITS_A_BYTE = 115_200, 10
SAM_DELAY = 0.05
ID_BYTES = 3 * 10 + 15 + 19 + 1295
"""Find, select and read: three commands, and their answers with text and photo (SAM-V)."""
ROUNDS = 9
SLIPS, TIMES_GONE = 3, 3
TIMES_LINE, FIRST_BYTE_MS, TIMES_TEXT = 1.10, 50.0, 1.5
LOST_S, BACK_S, AT_REST = 1.0, 5.0, 1.0
SLIP = Slip((
    Printed("社会保障卡状态查询凭条"),
    *(Row(f"第 {number} 项业务状态", "社会保障应用正常") for number in range(1, 13)),
    Rule(),
    *(Printed("本凭条仅供参考，以人力资源和社会保障部门的记录为准。") for _ in range(6)),
    Feed(),
))  # fmt: skip
REAL_TIME = b"\x10"
DOCUMENT_LOST_S = 60.0
INSIDE = "--inside"
ENTER = 'mkdir -p /run/pcscd && mount -t tmpfs tmpfs /run/pcscd && ip link set lo up && exec "$@"'


def now() -> datetime:
    """The wall's clock."""
    return datetime.now().astimezone()


class Tap:
    """A line that notes when and what was written."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.written: list[tuple[float, bytes]] = []
        self.two_way, self.fast = line.two_way, line.fast

    def write(self, data: bytes, within: float) -> None:
        """Noted, then written."""
        self.written.append((time.monotonic(), data))
        self._line.write(data, within)

    def read(self, within: float) -> bytes:
        """From the line."""
        return self._line.read(within)

    def close(self) -> None:
        """Of the line."""
        self._line.close()


def id_card(baudrate: int, delay: float) -> Figure:
    """One reading, on a pseudo-terminal, beside what its bytes and the module's delay need."""
    simulator = IdReaderSimulator(people(1)[:1], pty=True, baudrate=baudrate, sam_delay=delay)
    simulator.start()
    taken: list[float] = []
    try:
        with closing(IdReader(f"{simulator.url.partition('?')[0]}?baudrate={baudrate}")) as reader:
            for _ in range(ROUNDS):
                simulator.command("lift")
                simulator.command("lay", people(1)[0].key)
                began = time.monotonic()
                assert reader.read() is not None
                taken.append(time.monotonic() - began)
    finally:
        simulator.stop()
    needed = ID_BYTES * BITS_A_BYTE / baudrate + 3 * delay
    return Figure(f"ID card read ({needed * 1000:.0f} ms on the line)", median(taken) / needed, "× line", TIMES_LINE)


def slip(baudrate: int, folder: Path) -> tuple[Figure, Figure]:
    """From the call to the slip's first byte, and all bytes against the text's own."""
    simulator = PrinterSimulator(folder, pty=True, baudrate=baudrate)
    simulator.start()
    taps: list[Tap] = []
    address = parse_printer_url(f"{simulator.url.partition('?')[0]}?baudrate={baudrate}")

    def connect() -> Tap:
        taps.append(Tap(open_line(address, 1.0)))
        return taps[-1]

    try:
        printer = ReceiptPrinter(connect, Charset.GB18030, None, PrinterTimeouts(), time.monotonic)
        with closing(printer):
            firsts: list[float] = []
            sent: list[tuple[float, bytes]] = []
            for _ in range(SLIPS):
                printer.poll()
                before = len(taps[-1].written)
                began = time.monotonic()
                printer.print(SLIP)
                sent = [entry for entry in taps[-1].written[before:] if not entry[1].startswith(REAL_TIME)]
                firsts.append(sent[0][0] - began)
    finally:
        simulator.stop()
    first = median(firsts) * 1000
    times = sum(len(data) for _, data in sent) / len(_text(layout(SLIP)))
    return (
        Figure("slip: its first byte after the call", first, "ms", FIRST_BYTE_MS),
        Figure("slip: bytes sent, of those of its text", times, "×", TIMES_TEXT),
    )


def _text(lines: Iterable[Any]) -> bytes:
    """What the slip says as it is laid out, and each line's end."""
    return "\n".join(line.text for line in lines if isinstance(line, PrintLine)).encode("gb18030")


async def noticed(folder: Path) -> list[Figure]:
    """Devices that go and come back, as the core sees them."""
    log = EventLog(folder / "log", now)
    parts: tuple[tuple[Any, Callable[[str], Any], float], ...] = (
        (IdReaderSimulator(people(1)[:1], port=0), IdReader, LOST_S),
        (PrinterSimulator(folder, port=0), open_receipt_printer, LOST_S),
        (PinPadSimulator(port=0), open_pin_pad, LOST_S),
        (CameraSimulator(port=0), _open_camera, LOST_S),
        (DocumentPrinterSimulator(folder / "cups"), _open_document_printer, DOCUMENT_LOST_S),
    )
    figures: list[Figure] = []
    for part, opens, limit in parts:
        part.start()
        device: Device[Any] = Device(part.name, lambda opens=opens, url=part.url: opens(url), log)
        device.start()
        await device.until(lambda _, device=device: device.usable)
        lost, back = await _gone_and_back(part, device, 1 if limit > LOST_S else TIMES_GONE)
        await device.stop()
        part.stop()
        figures += [
            Figure(f"{part.name}: noticed that it is gone", lost, "s", limit),
            Figure(f"{part.name}: noticed that it is back", back, "s", max(limit, BACK_S)),
        ]
    log.close()
    return figures


async def _gone_and_back(part: Any, device: Device[Any], times: int) -> tuple[float, float]:
    """The medians of both."""
    lost: list[float] = []
    back: list[float] = []
    for _ in range(times):
        part.command("fault", "gone")
        lost.append(await _seconds(device, usable=False))
        part.command("fault", "none")
        back.append(await _seconds(device, usable=True))
    return median(lost), median(back)


def _open_camera(url: str) -> Camera:
    """As while a page needs it."""
    camera = Camera(url)
    camera.open()
    return camera


def _open_document_printer(url: str) -> DocumentPrinter:
    return open_document_printer(url, sandbox=True)


async def card_service(folder: Path) -> list[Figure]:
    """The PC/SC service that goes and comes back, with the virtual reader in it; inside a namespace of its own."""
    log = EventLog(folder / "log", now)
    device: Device[Any] = Device("card_reader", lambda: open_card_reader("pcsc:", sandbox=False), log)
    service = pcscd()
    device.start()
    await device.until(lambda _: device.usable)
    service.kill()
    service.wait()
    lost = await _seconds(device, usable=False)
    service = pcscd()
    back = await _seconds(device, usable=True)
    await device.stop()
    service.kill()
    service.wait()
    log.close()
    return [
        Figure("card reader: noticed that it is gone", lost, "s", LOST_S),
        Figure("card reader: noticed that it is back", back, "s", BACK_S),
    ]


def pcscd() -> "subprocess.Popen[bytes]":
    """A service of our own."""
    return subprocess.Popen(["pcscd", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def in_namespace() -> int:
    """The card reader's figures, measured in a child that has a PC/SC service of its own (needs root)."""
    inside = [sys.executable, __file__, INSIDE]
    return subprocess.run(["unshare", "-mn", "sh", "-c", ENTER, "sh", *inside], check=False).returncode


async def _seconds(device: Device[Any], *, usable: bool) -> float:
    began = time.monotonic()
    await asyncio.wait_for(device.until(lambda _: device.usable is usable), 80)
    return time.monotonic() - began


async def at_rest(folder: Path, seconds: float) -> Figure:
    """Processor time of this process while all devices are watched and nothing happens."""
    log = EventLog(folder / "log", now)
    with SimulatedWorld(folder, seed=1) as world, others(folder) as beside:
        urls = world.configuration(template()).devices
        devices: list[Device[Any]] = [
            Device("card_reader", lambda: open_card_reader(urls.card_reader, sandbox=True), log),
            Device("id_reader", lambda: IdReader(urls.id_reader), log),
            Device("receipt_printer", lambda: open_receipt_printer(urls.receipt_printer), log),
            Device("contactless_reader", lambda: open_card_reader("vpcd://127.0.0.1:0", sandbox=True), log),
            Device("psam", lambda: open_psam("vpcd://127.0.0.1:0", sandbox=True), log, every=PSAM_EVERY * LOOK_EVERY),
            Device("pin_pad", lambda: open_pin_pad(beside["pin-pad"]), log),
            Device("camera", lambda: Camera(beside["camera"]), log),
            Device("document_printer", lambda: _open_document_printer(beside["document-printer"]), log),
        ]
        for device in devices:
            device.start()
            await device.until(lambda _, device=device: device.usable)
        await asyncio.sleep(1)
        began = time.process_time()
        await asyncio.sleep(seconds)
        used = time.process_time() - began
        await asyncio.gather(*(device.stop() for device in devices))
    log.close()
    return Figure("all device threads at rest", used / seconds * 100, "% of a core", AT_REST)


@contextmanager
def others(folder: Path) -> Generator[dict[str, str]]:
    """What a terminal may have besides, in a process of its own; part → URL."""
    control, pad, camera = (str(port) for port in free_ports(3))
    command = [sys.executable, "-m", "kiosk", "sandbox", "pin-pad", "camera", "document-printer", "--no-prompt"]
    command += ["--data", str(folder / "beside"), "--control-port", control]
    command += ["--pin-pad-port", pad, "--camera-port", camera]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield {
            "pin-pad": f"zt598:socket://127.0.0.1:{pad}",
            "camera": f"http://127.0.0.1:{camera}/video.mjpg",
            "document-printer": f"cups:a4@{folder / 'beside' / 'documents'}",
        }
    finally:
        process.terminate()
        process.wait(10)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def main() -> int:
    """Measure everything and print it."""
    if INSIDE in sys.argv:
        with TemporaryDirectory() as name:
            return report("devices: PC/SC", *asyncio.run(card_service(Path(name))))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--baudrate", type=int, default=BAUDRATE, help=f"of the serial lines (default: {BAUDRATE})")
    parser.add_argument("--sam-delay", type=float, default=SAM_DELAY, help=f"seconds (default: {SAM_DELAY})")
    parser.add_argument("--seconds", type=float, default=10.0, help="at rest (default: 10)")
    chosen = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures = [id_card(chosen.baudrate, chosen.sam_delay), *slip(chosen.baudrate, folder)]
        figures += asyncio.run(noticed(folder))
        figures.append(asyncio.run(at_rest(folder, chosen.seconds)))
    return max(report("devices", *figures), in_namespace())


if __name__ == "__main__":
    sys.exit(main())
