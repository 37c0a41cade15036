"""Puts the terminal together from its configuration: drivers on workers, the line to the bureau, stage and clocks."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from devices.camera import Camera
from devices.card_reader import open_card_reader
from devices.document_printer import open_document_printer
from devices.escpos_page import Charset
from devices.id_photo import PhotoDecoder
from devices.id_reader import IdReader, IdTimeouts
from devices.pin_pad import SCREEN, open_pin_pad
from devices.psam import open_psam
from devices.receipt_printer import PrinterTimeouts, open_receipt_printer
from devices.status import Driver, Status
from kiosk.backend.client import Bureau
from kiosk.backend.line import BureauLine
from kiosk.backend.signing import Gateway, Signer
from kiosk.clock import LoopClock, Wall, wall
from kiosk.config import Configuration, Mode
from kiosk.device import Device
from kiosk.equipment import Equipment
from kiosk.journal import FILE_NAME, Journal
from kiosk.journal.desk import JournalDesk
from kiosk.keyring import Keyring
from kiosk.log import EventLog
from kiosk.log_files import Keep
from kiosk.operations import Operations
from kiosk.paper_roll import PaperRoll
from kiosk.surroundings import Surroundings
from kiosk.written_log import WrittenLog
from ui.pages import Front
from ui.stage import Stage

D = TypeVar("D", bound=Driver)

PSAM_EVERY = 5
"""A module that nobody pulls is looked at so many times more seldom."""
LOOK_EVERY = 0.2
"""Seconds between two looks at the card reader: a card is seen within half a second."""


@dataclass(frozen=True)
class DriverTimes:
    """The drivers' own deadlines, where they are not to be the usual ones (a machine that is busy with tests)."""

    id_reader: IdTimeouts = IdTimeouts()  # noqa: RUF009 - frozen
    receipt_printer: PrinterTimeouts = PrinterTimeouts()  # noqa: RUF009 - frozen


USUAL = DriverTimes()


def surroundings(
    configuration: Configuration,
    front: Front,
    *,
    look_every: float = LOOK_EVERY,
    now: Wall = wall,
    times: DriverTimes = USUAL,
) -> Surroundings:
    """Everything that outlives sessions. Call it on the core's loop; nothing is opened before `Equipment.start`."""
    clock = LoopClock(asyncio.get_running_loop())
    keyring = Keyring.open(Path(configuration.journal.key_file))
    log = WrittenLog(Path(configuration.log.folder), now, keyring=keyring, keep=Keep.of(configuration.log))
    equipment = _equipment(configuration, log, look_every, times)
    return Surroundings(
        stage=Stage(front, clock),
        equipment=equipment,
        operations=_operations(configuration, equipment.bureau, log, keyring, now),
        configuration=configuration,
        clock=clock,
        wall=now,
        log=log,
    )


def _equipment(configuration: Configuration, log: EventLog, look_every: float, times: DriverTimes) -> Equipment:
    urls, sandbox = configuration.devices, configuration.terminal.mode is Mode.SANDBOX

    def device(
        name: str,
        make: Callable[[], D],
        *,
        every: float = look_every,
        on_seen: Callable[[D, Status], None] | None = None,
    ) -> Device[D]:
        return Device(name, make, log, every=every, on_seen=on_seen)

    def optional(name: str, url: str, opens: Callable[[str], D], *, every: float = look_every) -> Device[D] | None:
        return device(name, lambda: opens(url), every=every) if url else None

    paper_roll = PaperRoll(Path(configuration.log.folder), configuration.printer.roll_metres)
    return Equipment(
        paper_roll=paper_roll,
        card_reader=device("card_reader", partial(open_card_reader, urls.card_reader, sandbox=sandbox)),
        id_reader=device(
            "id_reader",
            partial(IdReader, urls.id_reader, timeouts=times.id_reader, decoder=photo_decoder(configuration)),
        ),
        receipt_printer=device(
            "receipt_printer",
            partial(
                open_receipt_printer,
                urls.receipt_printer,
                charset=Charset(configuration.printer.charset),
                timeouts=replace(times.receipt_printer, print=configuration.limits.printing),
            ),
            on_seen=paper_roll.seen,
        ),
        contactless_reader=optional(
            "contactless_reader", urls.contactless_reader, partial(open_card_reader, sandbox=sandbox)
        ),
        psam=optional("psam", urls.psam, partial(open_psam, sandbox=sandbox), every=PSAM_EVERY * look_every),
        pin_pad=optional("pin_pad", urls.pin_pad.removeprefix(SCREEN), open_pin_pad),
        document_printer=optional(
            "document_printer", urls.document_printer, partial(open_document_printer, sandbox=sandbox)
        ),
        camera=optional("camera", urls.camera, Camera),
        document_camera=optional("document_camera", urls.document_camera, Camera),
        bureau=BureauLine(partial(bureau, configuration), log, seconds=configuration.backend.query_seconds),
    )


def photo_decoder(configuration: Configuration) -> PhotoDecoder | None:
    """What opens the photos of ID cards; None where they stay closed."""
    command = configuration.id_reader.photo_decoder
    return PhotoDecoder(command) if command else None


def bureau(configuration: Configuration) -> Bureau:
    """The client of the bureau's API as configured; connects with each call."""
    backend = configuration.backend
    return Bureau(
        backend.url,
        terminal_id=configuration.terminal.id,
        signer=gateway(configuration),
        query_deadline=backend.query_seconds,
        ca_file=backend.ca_file,
        own=(backend.client_cert, backend.client_key) if backend.client_cert else None,
    )


def gateway(configuration: Configuration) -> Gateway:
    """In whose manner the bureau is spoken to."""
    backend, token = configuration.backend, Path(configuration.backend.token_file)
    if backend.messages == "headers":
        return Signer.from_file(backend.app_id, token)
    from kiosk.backend.envelope import Envelope, Keys, Manner  # noqa: PLC0415 - where a bureau wants it

    table = configuration.envelope
    keys = Keys(token, Path(table.key_file), Path(table.gateway_key_file))
    return Envelope(backend.app_id, keys, Manner(*(getattr(table, name) for name in Manner._fields)))


def _operations(
    configuration: Configuration, line: BureauLine, log: EventLog, keyring: Keyring, now: Wall
) -> Operations:
    folder, terminal = Path(configuration.journal.folder), configuration.terminal.id
    journal = JournalDesk(lambda: Journal(folder / FILE_NAME, keyring, now, terminal=terminal))
    return Operations(journal, line, log, ticket_seconds=60 * configuration.journal.ticket_minutes)
