"""就绪报告: the last tests, counters and versions on a slip, and on A4 as a file beside the journal."""

from functools import partial
from pathlib import Path

from devices.faults import DeviceError
from kiosk.diagnostics.outcomes import Outcomes
from kiosk.diagnostics.readiness_report import Readiness, in_short, lines, slip, title
from kiosk.diagnostics.readiness_report import readiness as collected
from kiosk.qr import squares
from kiosk.staff.desk import AtDesk
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.told import MENU, told
from texts import Language, Text, literal
from ui.pages import Button, Choice, Outcome, Print
from ui.record_pages import ScanCode

SLIP = Button("slip", Text("staff.readiness.slip"), icon="receipt")
FILE = Button("file", Text("staff.readiness.file"), icon="document")
CODE = Button("code", Text("staff.readiness.code"), icon="phone")
DONE = Button("done", Text("ui.words.understood"))


async def readiness(at: AtDesk) -> None:
    """Choose the paper; what was made is told."""
    chosen = await at.session.offer(Choice(headline=Text("staff.readiness.which"), options=(SLIP, FILE, CODE, MENU)))
    if chosen == MENU.key:
        return
    configuration, wall = at.session.configuration, at.session.surroundings.wall
    tests = Outcomes(Path(configuration.journal.folder), wall).all()
    making = partial(collected, configuration, tests, at.member.number, wall())
    report = await at.session.undisturbed(on_a_thread(making))
    if chosen == SLIP.key:
        await _printed(at, report)
    elif chosen == FILE.key:
        await _filed(at, report)
    else:
        await _shown(at, report)


async def _printed(at: AtDesk, report: Readiness) -> None:
    at.session.show(Print(headline=Text("operation.printing"), how=Text("operation.printing_how")))
    try:
        await at.session.printed(slip(report, Language(at.session.configuration.terminal.language)))
    except DeviceError as error:
        at.note("slip", "failed")
        await told(at, Text("staff.readiness.not_made"), Outcome.FAILED, Text(f"faults.{error.fault.id}.staff"))
    else:
        at.note("slip")
        await told(at, Text("staff.readiness.printed"), Outcome.DONE, Text("staff.readiness.sign_it"))


async def _filed(at: AtDesk, report: Readiness) -> None:
    from ui.paper import write_pdf  # noqa: PLC0415 - nobody else wants a PDF

    language = Language(at.session.configuration.terminal.language)
    file = Path(at.session.configuration.journal.folder) / f"readiness-{report.at:%Y%m%d-%H%M%S}.pdf"
    writing = partial(write_pdf, file, title(report, language), lines(report, language))
    try:
        await at.session.undisturbed(on_a_thread(writing))
    except OSError:
        at.note("file", "failed")
        await told(at, Text("staff.readiness.not_made"), Outcome.FAILED, Text("doctor.remedy.disk"))
    else:
        at.note("file")
        await told(at, Text("staff.readiness.filed"), Outcome.DONE, literal(str(file)))


async def _shown(at: AtDesk, report: Readiness) -> None:
    """The whole report in short, in one code: nothing is fetched from anywhere."""
    at.note("code")
    page = ScanCode(
        headline=Text("staff.readiness.scan"),
        rows=squares(in_short(report, Language(at.session.configuration.terminal.language))),
        said=Text("staff.readiness.scan_said"),
        main=DONE,
        sensitive=False,
    )
    await at.session.offer(page)
