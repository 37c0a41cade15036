"""The tour's journeys about a card's chip: a new card activated, a locked PIN unlocked, a forgotten one reset."""

from collections.abc import Callable

from kiosk.cli.tour_steps import TourSteps
from texts import Text
from ui.pages import Confirm, Outcome, PinPad, PresentCard, PresentId, Result

INITIAL, CHOSEN = "123456", "704926"
"""The PIN that new cards come with, and what their holders choose."""


class ChipJourneys(TourSteps):
    """Each with its own person."""

    @property
    def about_chips(self) -> tuple[Callable[[], None], ...]:
        """In the order in which they are walked."""
        return self._activate, self._unblock, self._reset

    def _activate(self) -> None:
        """A new card: its initial PIN, then one that its holder chooses; one that is too easy is told so."""
        self._shown("activate.title", "xin")
        self._typed("activate.initial", INITIAL, "initial-pin")
        self._on(Confirm, "confirm-activation")
        self._press("activate.proceed")
        self._typed("activate.new", INITIAL[::-1])
        self._on(PinPad, "pin-too-easy", lambda page: page.trouble is not None)
        self._typed("activate.new", CHOSEN)
        self._typed("activate.again", CHOSEN)
        self._on(Result, "activated", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone(card=True)

    def _unblock(self) -> None:
        """The tries are used up and the PIN is remembered."""
        self._shown("unblock_pin.title", "locked")
        self._on(Confirm, "confirm-unblocking")
        self._press("unblock_pin.proceed")
        self._on(Result, "pin-unblocked", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone(card=True)

    def _reset(self) -> None:
        """The PIN is forgotten: how it stands is told, and the HSM sets the new one."""
        self._shown("reset_pin.title", "gen3des")
        self._on(Confirm, "confirm-reset")
        self._press("reset_pin.proceed")
        self._typed("reset_pin.new", CHOSEN)
        self._typed("reset_pin.again", CHOSEN)
        self._on(Result, "pin-reset", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone(card=True)

    def _shown(self, title: str, who: str) -> None:
        """Card, ID card, code."""
        self._to_home_page(title)
        self._on(PresentCard)
        self._world.do("card", "insert", who)
        self._on(PresentId)
        self._world.do("id-reader", "lay", who)
        self._sms_code()

    def _typed(self, headline: str, digits: str, name: str = "") -> None:
        self._on(PinPad, name, lambda page: page.headline == Text(headline))
        self._type(digits)
        self._press("ui.words.enter")
