"""Starts any of the simulators together, with their ports and data, and says what kiosk.toml needs to reach them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Final, Protocol, Self, runtime_checkable

from sandbox.control import DEFAULT_PORT, ControlServer, slips_of
from sandbox.part import Part
from sandbox.people import Person, SocialSecurityCard

PARTS: Final = ("backend", "card", "id-reader", "printer")
"""What every terminal has: started when nothing is named."""
OPTIONAL_PARTS: Final = ("pin-pad", "camera", "psam", "document-printer", "duty-desk")
"""What a terminal may have: started by name."""
SETTINGS: Final = MappingProxyType({
    "backend": ("backend", "url"),
    "card": ("devices", "card_reader"),
    "id-reader": ("devices", "id_reader"),
    "printer": ("devices", "receipt_printer"),
    "pin-pad": ("devices", "pin_pad"),
    "camera": ("devices", "camera"),
    "psam": ("devices", "psam"),
    "document-printer": ("devices", "document_printer"),
    "duty-desk": ("help", "endpoint"),
})  # fmt: skip
"""Part → table and key of kiosk.toml."""


@runtime_checkable
class _Gateway(Protocol):
    """A back end that terminals sign in to."""

    app_id: str
    token_file: Path
    record_root_file: Path
    pin_key_file: Path


@runtime_checkable
class _Counter(Protocol):
    """Where cards are handed out."""

    into_hand: Callable[[str, SocialSecurityCard], None]


@runtime_checkable
class _Hand(Protocol):
    """Somebody's cards: another one can be given to them."""

    def give(self, person_key: str, card: SocialSecurityCard) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Options:
    """Where the simulators live and how they are; port 0 lets the system choose (not for the card, which connects)."""

    folder: Path
    """Slips, and the back end's database."""
    seed: int = 1
    backend_port: int = 18080
    database_url: str = ""
    """An SQLAlchemy URL for the back end's tables; empty: SQLite in `folder`."""
    control_port: int = DEFAULT_PORT
    id_reader_port: int = 18082
    printer_port: int = 19100
    pin_pad_port: int = 18083
    camera_port: int = 18084
    duty_desk_port: int = 18085
    card_host: str = "127.0.0.1"
    card_port: int = 35964
    psam_port: int = 35965
    """Where the terminal listens for the security module."""
    pty: bool = False
    """The ID reader on a pseudo-terminal."""
    baudrate: int = 0
    """The pace of the ID reader's line in bits per second; 0 for none."""
    printer_pty: bool = False
    """The printer on a pseudo-terminal, as on a serial line."""
    printer_baudrate: int = 0
    """The pace of the printer's line; 0 for none."""
    sam_delay: float = 0.0
    """Seconds that the ID reader's module takes before each answer."""


class Sandbox:
    """Some parts, and the control port; `with` starts and stops them."""

    def __init__(self, parts: Sequence[Part], people: Sequence[Person] = (), control_port: int | None = None) -> None:
        self.parts: Mapping[str, Part] = MappingProxyType({part.name: part for part in parts})
        self.people = tuple(people)
        self.control = None if control_port is None else ControlServer(self.parts, control_port)
        self._started = ExitStack()

    def start(self) -> None:
        """Start all parts; when one cannot (`OSError`: a port is taken), those before it are stopped again."""
        with ExitStack() as started:
            for part in self.parts.values():
                part.start()
                started.callback(part.stop)
            if self.control is not None:
                self.control.start()
                started.callback(self.control.stop)
            self._started = started.pop_all()

    def stop(self) -> None:
        """Stop everything, the last started first."""
        self._started.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self, part: str, verb: str, *args: str) -> str:
        """A command to one of the parts; `KeyError` when it is not here."""
        return self.parts[part].command(verb, *args)

    def misbehave(self, seed: int) -> str:
        """Switch on one fault of one part, the same for the same seed; what was said."""
        choices = [(part, fault) for part in self.parts.values() for fault in part.faults]
        part, fault = Random(seed).choice(choices)  # noqa: S311 - chosen again the same way
        return f"{part.name} {fault}：{part.command('fault', fault)}"

    @property
    def slips(self) -> Sequence[Path]:
        """Pictures of the printed slips, oldest first."""
        return slips_of(self.parts)

    def settings(self) -> dict[str, dict[str, str]]:
        """Table → key → value for kiosk.toml."""
        tables: dict[str, dict[str, str]] = {"terminal": {"mode": "sandbox"}}
        for name, part in self.parts.items():
            table, key = SETTINGS[name]
            tables.setdefault(table, {})[key] = part.url
            if isinstance(part, _Gateway):
                files = {"token_file": part.token_file, "record_root_file": part.record_root_file}
                tables[table] |= {"app_id": part.app_id, **{key: str(file.resolve()) for key, file in files.items()}}
                tables["pin"] = {"key_file": str(part.pin_key_file.resolve())}
        return tables

    def toml(self) -> str:
        """The same, as lines to paste."""
        return "\n\n".join(
            "\n".join([f"[{table}]", *(f'{key} = "{value}"' for key, value in values.items())])
            for table, values in self.settings().items()
        )


def build(names: Sequence[str], options: Options, *, control: bool = True) -> Sandbox:
    """The named parts (none: those of `PARTS`), not yet started."""
    from sandbox.population import NOW, people  # noqa: PLC0415 - a few hundred residents take a while to make up

    residents = people(options.seed, now=datetime.now(NOW.tzinfo))
    makers = _makers(residents, options)
    parts = [makers[name]() for name in (*PARTS, *OPTIONAL_PARTS) if name in (names or PARTS)]
    _join(parts)
    return Sandbox(parts, residents, options.control_port if control else None)


def _join(parts: Sequence[Part]) -> None:
    """What the bureau's counter hands out goes into its holder's hand, where there is one."""
    counter = next((part for part in parts if isinstance(part, _Counter)), None)
    hand = next((part for part in parts if isinstance(part, _Hand)), None)
    if counter is not None and hand is not None:
        counter.into_hand = hand.give


def _makers(people: Sequence[Person], options: Options) -> Mapping[str, Callable[[], Part]]:
    return {
        "backend": partial(_backend, people, options),
        "card": partial(_card, people, options),
        "id-reader": partial(_id_reader, people, options),
        "printer": partial(_printer, options),
        "pin-pad": partial(_pin_pad, options),
        "camera": partial(_camera, options),
        "psam": partial(_psam, options),
        "document-printer": partial(_document_printer, options),
        "duty-desk": partial(_duty_desk, options),
    }


# Each part brings libraries of its own (a database, a web framework, Pillow); only what is started is loaded.


def _backend(people: Sequence[Person], options: Options) -> Part:
    from sandbox.backend.server import BackendServer  # noqa: PLC0415

    return BackendServer(
        people,
        port=options.backend_port,
        folder=options.folder / "backend",
        database_url=options.database_url or None,
    )


def _card(people: Sequence[Person], options: Options) -> Part:
    from sandbox.card import CardSlot  # noqa: PLC0415

    return CardSlot(people, options.card_host, options.card_port)


def _id_reader(people: Sequence[Person], options: Options) -> Part:
    from sandbox.id_reader import IdReaderSimulator  # noqa: PLC0415

    return IdReaderSimulator(
        people, options.id_reader_port, pty=options.pty, baudrate=options.baudrate, sam_delay=options.sam_delay
    )


def _printer(options: Options) -> Part:
    from sandbox.printer import PrinterSimulator  # noqa: PLC0415

    return PrinterSimulator(
        options.folder / "slips", options.printer_port, pty=options.printer_pty, baudrate=options.printer_baudrate
    )


def _pin_pad(options: Options) -> Part:
    from sandbox.pin_pad import PinPadSimulator  # noqa: PLC0415

    return PinPadSimulator(options.pin_pad_port)


def _camera(options: Options) -> Part:
    from sandbox.camera import CameraSimulator  # noqa: PLC0415

    return CameraSimulator(options.camera_port)


def _psam(options: Options) -> Part:
    from sandbox.psam import PsamSlot  # noqa: PLC0415

    return PsamSlot(options.card_host, options.psam_port)


def _document_printer(options: Options) -> Part:
    from sandbox.document_printer import DocumentPrinterSimulator  # noqa: PLC0415

    return DocumentPrinterSimulator(options.folder / "documents")


def _duty_desk(options: Options) -> Part:
    from sandbox.duty_desk import DutyDesk  # noqa: PLC0415

    return DutyDesk(options.duty_desk_port)
