"""The staff's desk: sign in, choose what to do, do it under one's own name, sign out."""

import tomllib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache, partial
from importlib import import_module
from typing import cast

from msgspec.structs import replace

import resources
from kiosk.backend.staff import Role, StaffMember
from kiosk.config import Configuration, LimitsTable
from kiosk.refusals import Refusal, refusal_page_words
from kiosk.services.catalogue import Hours, ServiceItem
from kiosk.session import Session
from kiosk.staff.house import House
from kiosk.staff.sign_in import sign_in
from kiosk.staff.told import told
from texts import Text
from ui.pages import Button, Choice, Outcome

STAFF = ServiceItem(key="staff", number=0, icon="person", needs=(), hours=Hours(time.min, time.max))
"""Not in the catalogue: no tile leads here."""
CORNER = Button(STAFF.key, Text("staff.corner"), icon=STAFF.icon)
COME = Button("come", Text("staff.come"), icon=STAFF.icon)
GO = Button("go", Text("staff.go"), icon="back")
TAKE_OVER = Button("take_over", Text("staff.take_over.verb"), icon="exit")
"""In the panel of a call for help: whoever has come signs in there, goes, or ends the visit in the resident's stead."""
SIGN_OUT = Button("sign_out", Text("staff.sign_out"), icon="exit")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do at the desk, by `resources/staff.toml`. Its function is `kiosk.staff.acts.KEY.KEY`."""

    key: str
    icon: str
    roles: frozenset[Role]
    second: bool
    """Whether a supervisor who is somebody else approves it first."""

    @property
    def button(self) -> Button:
        """Its tile."""
        return Button(
            self.key, Text(f"staff.{self.key}.title"), icon=self.icon, detail=Text(f"staff.{self.key}.detail")
        )


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What an act works with: whose it is, and the house."""

    session: Session
    house: House
    member: StaffMember
    act: Act

    def note(self, subject: str = "", outcome: str = "done") -> None:
        """The act in the event log, under the name of whoever did it."""
        self.session.log.write(
            "staff.acted",
            session=self.session.number,
            staff=self.member.number,
            act=self.act.key,
            subject=subject,
            outcome=outcome,
        )

    async def approved(self) -> StaffMember | None:
        """Where the act needs a second person, the supervisor who stands for it; None where it needs none."""
        if not self.act.second:
            return None
        number, log, headline = self.session.number, self.session.log, Text("staff.approval")
        other = await sign_in(
            self.session, self.house.roll, headline, besides=self.member.number, roles=(Role.SUPERVISOR,)
        )
        log.write("staff.approved", session=number, staff=self.member.number, by=other.number, act=self.act.key)
        log.write("staff.signed_out", session=number, staff=other.number)
        return other


def desk(house: House) -> Callable[[Session], Awaitable[None]]:
    """The desk as a visit's service."""
    return partial(_staff_desk, house)


def technicians_desk(house: House) -> Callable[[Session], Awaitable[None]]:
    """The same, for a technician alone, and with diagnostics at once: how the terminal begins when told so."""
    return partial(_technicians_desk, house)


def at_the_desk(configuration: Configuration) -> Configuration:
    """The same terminal for a visit that may last as long as a shift, and that nobody rates.

    Until somebody has signed in, residents' limits count: who pressed 工作人员 by mistake keeps nobody waiting.
    """
    longest = configuration.staff.longest
    own = replace(configuration.limits, session_whole=longest, session_whole_care=longest)
    return replace(configuration, limits=own, rating=replace(configuration.rating, ask=False))


def unhurried(configuration: Configuration) -> LimitsTable:
    """The staff's own limits once they have signed in: they read and count, and are not hurried like a queue."""
    staff = configuration.staff
    return replace(
        configuration.limits,
        session_idle=staff.idle,
        session_idle_care=staff.idle,
        sensitive_idle=staff.idle,
        result_idle=staff.idle,
        warning=staff.grace,
    )


@cache
def acts() -> Mapping[str, Act]:
    """All acts, in the order of their tiles."""
    tables = tomllib.loads(resources.path("staff.toml").read_text("utf-8"))
    return {
        key: Act(key, table["icon"], frozenset(Role(role) for role in table["roles"]), table["second"])
        for key, table in tables.items()
    }


async def _staff_desk(house: House, session: Session) -> None:
    member = session.member or await _signed_in(session, house)
    while (key := await session.offer(_menu(member))) != SIGN_OUT.key:
        await _done(AtDesk(session, house, member, acts()[key]))


async def _done(at: AtDesk) -> None:
    """One act; what a rule says no to is told, and nobody is signed out for it."""
    try:
        await _function(at.act)(at)
    except Refusal as refusal:
        at.note(outcome=refusal.code)
        what, now = refusal_page_words(refusal.code, refusal.message)
        await told(at, what, Outcome.REFUSED, now)


async def _technicians_desk(house: House, session: Session) -> None:
    member = session.member or await _signed_in(session, house, roles=(Role.TECHNICIAN,))
    await _done(AtDesk(session, house, member, acts()["diagnostics"]))
    await _staff_desk(house, session)


async def _signed_in(session: Session, house: House, *, roles: tuple[Role, ...] = tuple(Role)) -> StaffMember:
    """Whatever way the visit ends, the log says when they were gone. `roles`: nobody else will do."""
    member = session.member = await sign_in(session, house.roll, Text("staff.number"), roles=roles)
    session.at_end(partial(_signed_out, session, member))
    session.keep_to(unhurried(session.configuration))
    return member


async def _signed_out(session: Session, member: StaffMember) -> None:
    session.log.write("staff.signed_out", session=session.number, staff=member.number)


def _menu(member: StaffMember) -> Choice:
    """What their role may do."""
    own = tuple(act.button for act in acts().values() if member.role in act.roles)
    return Choice(
        headline=Text("staff.what_to_do"),
        how=Text("staff.signed_in_as", number=member.number, role=Text(f"staff.role.{member.role.value}")),
        options=(*own, SIGN_OUT),
    )


def _function(act: Act) -> Callable[[AtDesk], Awaitable[None]]:
    module = import_module(f"kiosk.staff.acts.{act.key}")
    return cast("Callable[[AtDesk], Awaitable[None]]", getattr(module, act.key))
