"""支持包: what support needs, checked for anything personal, as a file here or on a USB stick enabled for it alone."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.config import load
from kiosk.diagnostics.support_bundle import PersonalDataError, write_bundle
from kiosk.staff.desk import AtDesk
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.told import MENU, told
from kiosk.usb_stick import NoStickError, stick
from kiosk.whole_file import sync
from texts import Text, literal
from ui.pages import Button, Choice, Outcome, Working

FILE: Final = Button("file", Text("staff.support.file"), icon="document")
STICK: Final = Button("stick", Text("staff.support.stick"), icon="forward")


async def support(at: AtDesk) -> None:
    """Choose where to; what was made is told."""
    config = at.session.surroundings.machine.config_file
    if config is None:
        await told(at, Text("staff.configuration.no_file"), Outcome.FAILED, Text("staff.configuration.no_file_now"))
        return
    by_stick = (STICK,) if at.session.configuration.maintenance.export_folder else ()
    page = Choice(headline=Text("staff.support.which"), how=Text("staff.support.how"), options=(FILE, *by_stick, MENU))
    chosen = await at.session.offer(page)
    if chosen != MENU.key:
        await _made(at, config, chosen)


async def _made(at: AtDesk, config: Path, chosen: str) -> None:
    """Nothing leaves where something personal was found."""
    try:
        file = await (_here(at, config) if chosen == FILE.key else _on_stick(at, config))
    except PersonalDataError as error:
        at.note(chosen, "personal_data")
        place = literal(f"{error.found[0].place} {error.found[0].line}")
        await told(at, Text("staff.support.personal"), Outcome.REFUSED, Text("staff.support.personal_now", place=place))
    except NoStickError:
        at.note(chosen, "no_stick")
        await told(at, Text("staff.support.no_stick"), Outcome.FAILED, Text("staff.support.no_stick_now"))
    except OSError:
        at.note(chosen, "failed")
        await told(at, Text("staff.support.not_made"), Outcome.FAILED, Text("doctor.remedy.disk"))
    else:
        at.note(chosen)
        now = literal(str(file)) if chosen == FILE.key else Text("staff.support.pull_stick", file=literal(file.name))
        await told(at, Text("staff.support.made"), Outcome.DONE, now)


async def _here(at: AtDesk, config: Path) -> Path:
    at.session.show(Working(headline=Text("staff.support.making")))
    return await _written(at, config, Path(at.session.configuration.journal.folder))


async def _on_stick(at: AtDesk, config: Path) -> Path:
    session = at.session
    folder, place = Path(session.configuration.journal.folder), Path(session.configuration.maintenance.export_folder)
    session.show(Working(headline=Text("staff.support.put_in"), how=Text("staff.support.put_in_how")))
    async with stick(folder, place, session.surroundings.clock) as mounted:
        session.show(Working(headline=Text("staff.support.making")))
        return await _written(at, config, mounted)


async def _written(at: AtDesk, config: Path, folder: Path) -> Path:
    """On the disk, all of it, before it is told."""
    now = at.session.surroundings.wall()
    file = folder / f"support-{at.session.configuration.terminal.id}-{now:%Y%m%d-%H%M%S}.tar.gz"
    await at.session.undisturbed(on_a_thread(partial(_write, file, config, now)))
    return file


def _write(file: Path, config: Path, now: datetime) -> None:
    write_bundle(file, config, load(config), now)
    sync(file)
