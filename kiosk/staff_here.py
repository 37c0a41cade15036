"""Staff in a resident's visit: let in before the next answer, named on every page while they help, and gone again."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from kiosk.backend.staff import StaffMember
from kiosk.drafting import stood_for
from kiosk.journal import Draft
from kiosk.written_log import WrittenLog
from texts import Text

if TYPE_CHECKING:
    from kiosk.session import Session
    from kiosk.staff.roll import Roll


class Beside(Protocol):
    """What a resident's session asks of the branch's staff; `kiosk.staff.beside`."""

    @property
    def roll(self) -> "Roll":
        """Who may sign in, and the waits after wrong tries."""
        ...

    async def join(self, session: "Session") -> StaffMember | None:
        """Who helps from now on, with the resident's consent; None where nobody does."""
        ...

    def reviews(self, draft: Draft) -> bool:
        """Whether a second person has to approve it."""
        ...

    async def review(self, session: "Session", draft: Draft) -> StaffMember:
        """Who approved it; `Refusal` where nobody did."""
        ...


class StaffHere:
    """Who of the staff is in one visit, and whose the screen is at this moment."""

    def __init__(self, beside: Beside | None, log: WrittenLog, session: int) -> None:
        """`beside`: whom to ask in; None at the staff's own desk, where nobody has to. `session`: its number."""
        self._beside = beside
        self._log = log
        self._session = session
        self.helper: StaffMember | None = None
        """Who helps here, with the resident's consent."""
        self._have_the_screen = False
        self._want_in = False
        self._moved = asyncio.Event()

    @property
    def are_alone(self) -> bool:
        """Whether this is the desk's own session, with no resident in it."""
        return self._beside is None

    @property
    def roll(self) -> "Roll":
        """Who may sign in beside the resident, and the waits after wrong tries."""
        assert self._beside is not None, "at their own desk there is no resident"
        return self._beside.roll

    @property
    def may_come(self) -> bool:
        """Whether somebody may have to be let in while a page stands."""
        return self._beside is not None and not self._have_the_screen

    @property
    def attended(self) -> Text | None:
        """What every page says while they help."""
        return None if self.helper is None else Text("staff.join.attended", staff=self.helper.number)

    def come(self) -> None:
        """Somebody of them stands here: they are let in before the next page is answered."""
        if self.may_come:
            self._want_in = True
            self._moved.set()

    def go(self) -> None:
        """Whoever helped has gone: the resident is alone with the terminal again."""
        if self.helper is not None:
            self._log.write("staff.signed_out", session=self._session, staff=self.helper.number)
            self.helper = None
            self._moved.set()

    async def until_moved(self) -> None:
        """Returns when somebody has come, or gone."""
        await self._moved.wait()

    async def let_in(self, session: "Session") -> None:
        """Ask whoever has come who they are, and the resident whether they may help."""
        self._moved.clear()
        if self._beside is not None and self._want_in and self.helper is None:
            session.memory.wall()
            with self._handed_over():
                self.helper = await self._beside.join(session)
        self._want_in = False

    async def standing_for(self, session: "Session", draft: Draft) -> Draft:
        """The same with those of them who stand for it too; `Refusal` where policy wants one and nobody approved."""
        reviewer: StaffMember | None = None
        if self._beside is not None and self._beside.reviews(draft):
            with self._handed_over():
                reviewer = await self._beside.review(session, draft)
        return stood_for(draft, assisted_by=self.helper, reviewed_by=reviewer)

    @contextmanager
    def _handed_over(self) -> Generator[None]:
        self._have_the_screen = True
        try:
            yield
        finally:
            self._have_the_screen = False
