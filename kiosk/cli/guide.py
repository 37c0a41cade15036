"""The tour's resident: a finger on the glass and cards in the hand, and a picture of each page on the way."""

import threading
from collections.abc import Callable

from kiosk.cli.application_journeys import ApplicationJourneys
from kiosk.cli.chip_journeys import ChipJourneys
from kiosk.cli.face_journeys import FaceJourneys
from kiosk.cli.loss_journeys import LossJourneys
from kiosk.cli.record_journeys import RecordJourneys
from kiosk.core import Core
from texts import Language, Text
from ui.app import Screen
from ui.hand import Hand, NothingToTouchError
from ui.pages import (
    Home,
    Outcome,
    PinPad,
    PresentCard,
    PresentId,
    Print,
    Rate,
    Record,
    Result,
    Standby,
    TakeBack,
)

RIGHT, WRONG = "120119", "135790"
"""The PIN of 张小满, who does not exist (`kiosk sandbox people`), and another one."""
GEN2, NEW = "927406", "704926"
"""The PIN of the second-generation card's holder, and what they change it to."""


class Guide(LossJourneys, ApplicationJourneys, ChipJourneys, RecordJourneys, FaceJourneys):
    """Walks the journeys in a thread of its own; `failed` says where one did not go as it should."""

    def begin(self, screen: Screen, core: Core) -> None:
        """In the main thread, when the first frame is up."""
        self._hand, self._core = Hand(screen), core
        threading.Thread(target=self._walk, name="resident", daemon=True).start()

    def _walk(self) -> None:
        journeys: tuple[Callable[[], None], ...] = (
            self._by_card,
            self._unplug_camera,
            self._by_id_card,
            self._wrong_pin_and_pulled_card,
            self._in_english_and_large,
            self._bureau_away,
            self._paper_out,
            self._camera_is_missed,
            *self.about_losses,
            self._change_pin,
            *self.about_chips,
            *self.about_records,
            *self.about_applications,
            *self.about_faces,
        )
        try:
            for journey in journeys:
                journey()
        except (NothingToTouchError, OSError, ValueError) as error:
            self.failed = error
            self._picture("where-it-ended")
        finally:
            self._core.stop()

    # Journeys.

    def _by_card(self) -> None:
        """Card and PIN, the state, a slip, the card taken back."""
        self._to_present_card(pictures=True)
        self._world.do("card", "insert", "zhang")
        self._on(PinPad, "enter-pin")
        self._type(RIGHT[:3])
        self._picture("enter-pin-three-digits")
        self._type(RIGHT[3:])
        self._press("ui.words.enter")
        self._on(Record, "card-status")
        self._press("card_status.print")
        self._on(Print, "printing")
        self._ended(Outcome.DONE, "printed")
        self._on(TakeBack, "take-card")
        self._world.do("card", "pull")
        self._on(Rate, "rate")
        self._press("ui.rating.level_5")
        self._press("ui.rating.send")
        self._on(Standby)

    def _by_id_card(self) -> None:
        """Without the card: an ID card shows the states of two cards, and nothing else."""
        self._to_present_card()
        self._press("identity.use_id_card")
        self._on(PresentId, "lay-id-card")
        self._world.do("id-reader", "lay", "wang")
        self._on(Record, "two-cards-by-id-card")
        self._leave()
        self._on(TakeBack, "take-id-card")
        self._world.do("id-reader", "lift")
        self._on(Standby)

    def _wrong_pin_and_pulled_card(self) -> None:
        """A wrong PIN is said with the tries left; a card pulled meanwhile is asked for again."""
        self._to_present_card()
        self._world.do("card", "insert", "zhang")
        self._on(PinPad)
        self._type(WRONG)
        self._press("ui.words.enter")
        self._on(PinPad, "wrong-pin", lambda page: page.trouble == Text("identity.pin_wrong", tries=5))
        self._world.do("card", "pull")
        self._on(PresentCard, "insert-again", lambda page: page.trouble is not None)
        self._leave()
        self._on(Standby)

    def _in_english_and_large(self) -> None:
        """关怀版 and English are one touch away, and gone for the next resident."""
        self._hand.wake()
        self._on(Home)
        self._press("ui.words.large")
        self._picture("home-large")
        self._press("card_status.title")
        self._on(PresentCard, "insert-card-large")
        self._press("ui.words.language")
        self._language = Language.EN
        self._picture("insert-card-large-english")
        self._press("identity.use_id_card")
        self._world.do("id-reader", "lay", "li")
        self._on(Record, "reported-lost-large-english")
        self._leave()
        self._world.do("id-reader", "lift")
        self._language = Language.ZH_CN
        self._on(Standby)

    def _bureau_away(self) -> None:
        """The bureau goes away in the middle: what happened, what now, who helps."""
        self._to_present_card()
        self._press("identity.use_id_card")
        self._on(PresentId)
        self._world.do("backend", "fault", "down")
        self._world.do("id-reader", "lay", "zhang")
        self._ended(Outcome.FAILED, "bureau-away", leave=False)
        self._world.do("backend", "fault", "none")
        self._press("common.try_again")
        self._on(Record, "bureau-back")
        self._leave()
        self._world.do("id-reader", "lift")
        self._on(Standby)

    def _paper_out(self) -> None:
        """The paper ends in the middle of a slip: the result stands, and nothing prints by itself later."""
        self._to_present_card()
        self._press("identity.use_id_card")
        self._on(PresentId)
        self._world.do("id-reader", "lay", "zhang")
        self._on(Record)
        self._world.do("printer", "fault", "paper-out-midway")
        self._press("card_status.print")
        self._ended(Outcome.FAILED, "paper-out")
        self._world.do("id-reader", "lift")
        self._on(Standby, "standby-without-printer")
        self._world.do("printer", "fault", "none")

    def _change_pin(self) -> None:
        """The old PIN is known; the card is torn out in the middle, comes back, and shows which PIN it has."""
        self._to_home_page("change_pin.title")
        self._world.do("card", "insert", "gen2")
        self._on(PinPad)
        self._type(GEN2)
        self._press("ui.words.enter")
        self._on(PinPad, "new-pin", lambda page: page.headline == Text("change_pin.new"))
        self._world.do("card", "fault", "pull-after-change")
        for headline in ("change_pin.new", "change_pin.again"):
            self._on(PinPad, "", lambda page, wanted=headline: page.headline == Text(wanted))
            self._type(NEW)
            self._press("ui.words.enter")
        self._on(PresentCard, "torn-card", lambda page: page.trouble is not None)
        self._world.do("card", "pull")
        self._world.do("card", "insert", "gen2")
        self._on(Result, "pin-changed", lambda page: page.outcome is Outcome.DONE)
        self._world.do("card", "pull")
        self._leave()
        self._on(Standby)
