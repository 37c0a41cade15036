"""设备诊断: every device, the bureau and the machine looked at by the doctor's own checks, the worst first.

Meanwhile the terminal's own drivers are given back: the checks open the real devices, one after the other.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.checks import CHECKS, examine
from kiosk.diagnostics.outcomes import SELF_TEST, Outcomes, Result
from kiosk.diagnostics.report import Finding, Level
from kiosk.diagnostics.subjects import BY_PERSON, LIVE, person_finding, subjects
from kiosk.staff.desk import AtDesk
from kiosk.staff.finding_words import check_line, title_of
from kiosk.staff.free_devices import on_a_thread
from kiosk.staff.subject_page import subject_page
from texts import Text, literal
from ui.check_pages import CheckLine, Checks
from ui.pages import Button

AGAIN = Button("again", Text("diagnostics.again"), icon="search")
BACK = Button("menu", Text("staff.menu"))
LIVE_EVERY: Final = 3.0
_ORDER = (Level.FAILED, Level.WARNING, Level.OK)


@dataclass
class Examined:
    """What was found of each subject, and when."""

    at: AtDesk
    bench: Bench
    outcomes: Outcomes
    found: dict[str, tuple[Finding, datetime]] = field(default_factory=dict[str, tuple[Finding, datetime]])

    async def look(self, subject: str) -> None:
        """Look at one subject anew."""
        finding = await self.at.session.undisturbed(on_a_thread(lambda: self._finding(subject)))
        self.found[subject] = (finding, self.at.session.surroundings.wall())

    async def until_changed(self, subject: str) -> None:
        """Look at a device again and again, until it stands otherwise; for ever at what changes only when asked."""
        if subject not in LIVE:
            await asyncio.get_running_loop().create_future()
        stood = _stands(self.found[subject][0])
        while _stands(self.found[subject][0]) == stood:
            await self.at.session.surroundings.clock.sleep(LIVE_EVERY)
            finding = await on_a_thread(lambda: self._finding(subject))
            self.found[subject] = (finding, self.at.session.surroundings.wall())

    def keep(self) -> None:
        """What was found of everything, as its last self-test."""
        found = [(subject, SELF_TEST, Result.of(finding)) for subject, (finding, _) in self.found.items()]
        self.outcomes.keep_all([each for each in found if each[0] not in BY_PERSON], who=self.at.member.number)

    def _finding(self, subject: str) -> Finding:
        if subject in BY_PERSON:
            return person_finding(subject, self.outcomes.of(subject))
        return examine(self.bench, {subject: CHECKS[subject]}).entries[0].finding

    @property
    def lines(self) -> tuple[CheckLine, ...]:
        """The worst first, else in their order."""
        worst_first = sorted(self.found.items(), key=lambda item: _ORDER.index(item[1][0].level))
        return tuple(check_line(subject, finding, at) for subject, (finding, at) in worst_first)

    def count(self, level: Level) -> int:
        """How many stand so."""
        return sum(finding.level is level for finding, _ in self.found.values())


async def diagnostics(at: AtDesk) -> None:
    """Look at everything, then at whatever is chosen, until the desk is asked for."""
    session = at.session
    session.card_expected = True  # the technician's own, for a test: it ends nothing
    wall = session.surroundings.wall
    outcomes = Outcomes(Path(session.configuration.journal.folder), wall)
    examined = Examined(at, Bench(session.configuration, wall=wall), outcomes)
    async with session.equipment.given_back():
        await _look_at_all(examined)
        at.note(str(examined.count(Level.FAILED)), "looked")
        while (chosen := await session.offer(_overview(examined))) != BACK.key:
            if chosen == AGAIN.key:
                await _look_at_all(examined)
            else:
                await subject_page(examined, chosen)


async def _look_at_all(examined: Examined) -> None:
    every = subjects(examined.bench)
    for number, subject in enumerate(every, start=1):
        headline = Text("diagnostics.running", what=title_of(subject), number=number, count=len(every))
        page = Checks(headline=headline, how=Text("diagnostics.running_how"), lines=examined.lines)
        examined.at.session.show(page)
        await examined.look(subject)
    await on_a_thread(examined.keep)


def _stands(finding: Finding) -> tuple[object, ...]:
    """What is worth drawing the page anew for; figures that were measured are not."""
    told = (finding.figures.get(name) for name in ("state", "media", "supplies"))
    return finding.level, finding.fault, finding.reason, *told


def _overview(examined: Examined) -> Checks:
    failed, warned = examined.count(Level.FAILED), examined.count(Level.WARNING)
    bad = Text("diagnostics.headline_bad", failed=failed, warned=warned)
    newest = max(at for _, at in examined.found.values())
    return Checks(
        headline=bad if failed or warned else Text("diagnostics.headline_good"),
        how=Text("diagnostics.overview_how", at=literal(f"{newest:%Y-%m-%d %H:%M}")),
        lines=examined.lines,
        main=BACK,
        buttons=(AGAIN,),
    )
