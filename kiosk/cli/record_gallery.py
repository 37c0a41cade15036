"""`kiosk gallery --records --folder FOLDER`: what five made-up people of different ages read of their own record.

Each is asked of the made-up bureau as a terminal would, and drawn as the terminal draws it: for whoever has never seen
a record, to read aloud from.
"""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from kiosk.backend.schemas import InsertedCard, Proof
from kiosk.proven import Resident
from kiosk.records.bureau import Record, whole_record
from kiosk.records.pages import months_table, summary

if TYPE_CHECKING:
    from kiosk.backend.client import Bureau
    from sandbox.people import Person
    from ui.app import ScreenOptions
    from ui.pages import AnyPage

READERS: Final = ("xin", "zhang", "zhao", "gen1", "old")
"""25, 36, 49, 70 and 103 years old: never paid, arrears paid later, months owed, retired, a resident's pension."""


def write(folder: Path, keys: Sequence[str] = READERS) -> list[Path]:
    """Each person's pages as `KEY-PANEL-PAGE-SHEET.png`; the files."""
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    from ui.app import ScreenOptions  # noqa: PLC0415 - each command loads what it needs
    from ui.theme import ThemeName  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    panels = {
        "portrait": ScreenOptions(),
        "care": ScreenOptions(theme=ThemeName.CARE),
        "landscape": ScreenOptions(1920, 1080),
    }
    found = records(keys)
    return [file for name, options in panels.items() for file in _drawn(folder, name, options, found)]


def records(keys: Sequence[str]) -> dict[str, Record]:
    """The record of each, as the made-up bureau tells it to the holder of the card and its PIN."""
    from sandbox.population import people  # noqa: PLC0415

    everybody = {person.key: person for person in people(1)}
    with _made_up_bureau(tuple(everybody.values())) as bureau:
        return {key: whole_record(bureau, _holder(everybody[key])) for key in keys}


@contextmanager
def _made_up_bureau(people: "tuple[Person, ...]") -> "Generator[Bureau]":
    from kiosk.backend.client import Bureau  # noqa: PLC0415
    from kiosk.backend.signing import Signer  # noqa: PLC0415
    from sandbox.backend.server import BackendServer  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        server = BackendServer(people, port=0, folder=Path(folder))
        server.start()
        try:
            signer = Signer.from_file(server.app_id, server.token_file)
            yield Bureau(server.url, terminal_id="GALLERY", signer=signer)
        finally:
            server.stop()


def _holder(person: "Person") -> Resident:
    card = person.cards[-1]
    shown = InsertedCard(identifier=card.identifier, number=card.number)
    return Resident(person.id_number, person.name, (Proof.CARD_PIN,), card=shown)


def _drawn(folder: Path, panel: str, options: "ScreenOptions", found: dict[str, Record]) -> Iterator[Path]:
    from ui.app import Screen  # noqa: PLC0415
    from ui.gallery import MOMENT, GalleryClock, sheets  # noqa: PLC0415
    from ui.specimens import frame  # noqa: PLC0415

    screen = Screen(frame(), options, GalleryClock())
    screen.window.setProperty("moment", MOMENT)
    serial = 0
    for key, record in found.items():
        pages: dict[str, AnyPage] = {"summary": summary(record)}
        if any(record.lines.values()):
            pages["months"] = replace(months_table(record), back=True)
        for name, page in pages.items():
            serial += 1
            for number, image in enumerate(sheets(screen, serial, page), 1):
                file = folder / f"{key}-{panel}-{name}-{number}.png"
                image.save(str(file))
                yield file
    screen.close()
