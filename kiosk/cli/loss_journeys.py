"""The tour's journeys about lost, locked and found cards, and about what became of it all."""

from collections.abc import Callable

from kiosk.cli.tour_steps import TourSteps
from sandbox.population import people
from ui.pages import (
    Choice,
    CodeEntry,
    Confirm,
    Keypad,
    Notice,
    Outcome,
    PresentCard,
    PresentId,
    Record,
    Result,
    Signature,
    Standby,
    signed,
)
from ui.specimens_signing import WRITTEN


class LossJourneys(TourSteps):
    """Each with its own person, so that none finds another one's card stopped."""

    @property
    def about_losses(self) -> tuple[Callable[[], None], ...]:
        """In the order in which they are walked; the found card was lost for good before."""
        return (
            *(self._report_loss, self._wallet_gone, self._from_state_to_formal_loss, self._found),
            *(self._lock, self._unlock, self._check_reference),
        )

    def _report_loss(self) -> None:
        """A lost card is stopped by ID card and SMS code, and its account at the bank with it."""
        self._to_home_page("report_loss.title")
        self._world.do("id-reader", "lay", "ming")
        self._sms_code("sms-code")
        self._on(Choice, "which-loss")
        self._press("report_loss.temporary.title")
        self._on(Confirm, "confirm-loss")
        self._press("report_loss.temporary.proceed")
        self._on(Result, "reported-lost", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone(slip=False)

    def _wallet_gone(self) -> None:
        """Neither card nor ID card: the hotline first, then the typed number and the code; the bank is silent."""
        self._to_home_page("report_loss.title")
        self._on(PresentId)
        self._press("identity.use_typed_number")
        self._on(Notice, "wallet-gone")
        self._press("typed_number.proceed")
        self._on(Keypad)
        self._key_in(self._number_of("yan"))
        self._picture("id-number-typed")
        self._press("ui.words.enter")
        self._sms_code()
        self._world.do("backend", "fault", "bank:dropped")
        self._on(Choice, "only-for-a-while")
        self._press("report_loss.temporary.title")
        self._on(Confirm)
        self._press("report_loss.temporary.proceed")
        self._on(Result, "bank-silent", lambda page: page.outcome is Outcome.UNKNOWN)
        self._world.do("backend", "fault", "none")
        self._taken_and_gone()

    def _from_state_to_formal_loss(self) -> None:
        """From the state of a card that is lost for a while into the formal loss, confirmed twice."""
        self._to_present_card()
        self._press("identity.use_id_card")
        self._world.do("id-reader", "lay", "li")
        self._on(Record, "what-can-be-done-next")
        self._press("report_loss.formal.title")
        self._sms_code()
        self._on(Choice, "only-for-good")
        self._press("report_loss.formal.title")
        self._on(Confirm, "confirm-formal-loss")
        self._press("report_loss.formal.proceed")
        self._on(Signature, "sign-formal-loss")
        self._hand.sign(signed(WRITTEN))
        self._press("report_loss.signed")
        self._on(Confirm, "confirm-formal-loss-again", lambda page: page.headline.id.endswith("again"))
        self._press("report_loss.formal.proceed_again")
        self._on(Result, "reported-for-good", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone()

    def _found(self) -> None:
        """The card was found: shown, and again what it was."""
        self._to_home_page("withdraw_loss_report.title")
        self._world.do("id-reader", "lay", "li")
        self._sms_code()
        self._on(PresentCard, "put-in-the-found-card")
        self._world.do("card", "insert", "li")
        self._on(Confirm, "confirm-withdrawal")
        self._press("withdraw_loss_report.proceed")
        self._on(Result, "withdrawn", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone(card=True, slip=False)

    def _number_of(self, who: str) -> str:
        """As its holder knows it by heart."""
        return next(person.id_number for person in people(self._world.seed) if person.key == who)

    def _lock(self) -> None:
        """The card is there and is to rest: confirmed twice."""
        self._to_home_page("lock_application.title")
        self._world.do("id-reader", "lay", "rare")
        self._sms_code()
        self._on(Confirm, "confirm-lock")
        self._press("lock_application.proceed")
        self._on(Confirm, "confirm-lock-again", lambda page: page.headline.id.endswith("again"))
        self._press("lock_application.proceed_again")
        self._on(Result, "locked", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone(slip=False)

    def _unlock(self) -> None:
        """Locked already: the refusal leads into unlocking, with nothing shown twice."""
        self._to_home_page("lock_application.title")
        self._world.do("id-reader", "lay", "suo")
        self._sms_code()
        self._on(Result, "locked-already", lambda page: page.outcome is Outcome.REFUSED)
        self._press("unlock_application.title")
        self._on(PresentCard)
        self._world.do("card", "insert", "suo")
        self._on(Confirm, "confirm-unlock")
        self._press("unlock_application.proceed")
        page = self._on(Result, "unlocked", lambda page: page.outcome is Outcome.DONE)
        self._reference = page.reference
        self._taken_and_gone(card=True, slip=False)

    def _check_reference(self) -> None:
        """What became of it, by the reference on the slip."""
        self._to_home_page("check_reference.title")
        self._on(CodeEntry)
        self._key_in(self._reference.replace("-", ""))
        self._picture("reference-typed")
        self._press("ui.words.enter")
        self._on(Result, "reference-told")
        self._press("common.finish")
        self._on(Standby)
