"""就绪报告: the last tests, counters and versions on a slip, and on A4 as a file beside the journal."""

from functools import partial
from pathlib import Path

from devices.faults import DeviceError
from kiosk.diagnostics.outcomes import Outcomes
from kiosk.diagnostics.readiness_report import Readiness, lines, slip
from kiosk.diagnostics.readiness_report import readiness as collected
from kiosk.staff.desk import AtDesk
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.told import told
from texts import Language, Show, Text, literal, render
from ui.pages import Button, Choice, Outcome, Print

SLIP = Button("slip", Text("staff.readiness.slip"), icon="receipt")
FILE = Button("file", Text("staff.readiness.file"), icon="document")
BACK = Button("menu", Text("staff.menu"), icon="back")


async def readiness(at: AtDesk) -> None:
    """Choose the paper; what was made is told."""
    chosen = await at.session.offer(Choice(headline=Text("staff.readiness.which"), options=(SLIP, FILE, BACK)))
    if chosen == BACK.key:
        return
    configuration, wall = at.session.configuration, at.session.surroundings.wall
    tests = Outcomes(Path(configuration.journal.folder), wall).all()
    making = partial(collected, configuration, tests, at.member.number, wall())
    report = await at.session.undisturbed(on_a_thread(making))
    if chosen == SLIP.key:
        await _printed(at, report)
    else:
        await _filed(at, report)


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
    title = render(Text("diagnostics.report.title"), language, Show.SHORT)
    writing = partial(write_pdf, file, title, lines(report, language))
    try:
        await at.session.undisturbed(on_a_thread(writing))
    except OSError:
        at.note("file", "failed")
        await told(at, Text("staff.readiness.not_made"), Outcome.FAILED, Text("doctor.remedy.disk"))
    else:
        at.note("file")
        await told(at, Text("staff.readiness.filed"), Outcome.DONE, literal(str(file)))
