"""How an act at the desk ends: one page that says what happened, and leads back to the menu."""

from typing import TYPE_CHECKING

from kiosk.place import who_helps
from texts import Text
from ui.pages import Button, Outcome, Result

if TYPE_CHECKING:
    from kiosk.staff.desk import AtDesk

MENU = Button("menu", Text("staff.menu"), icon="back")
"""Back from an act; on every page of one that asks for something."""


async def told(at: "AtDesk", headline: Text, outcome: Outcome, *what_now: Text, back: Button = MENU) -> None:
    """Shown until it was read; `what_now` line by line, `back`: what it leads to."""
    helps = None if outcome is Outcome.DONE else who_helps(at.session.configuration)
    page = Result(headline=headline, outcome=outcome, what_now=what_now, who_helps=helps, main=back)
    await at.session.offer(page)
