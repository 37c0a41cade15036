"""The tour's resident: a finger on the glass and cards in the hand, and a picture of each page on the way."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.cli.say import say
from kiosk.cli.simulated import SimulatedWorld
from kiosk.core import Core
from texts import Language, Text, render
from ui.app import Screen
from ui.hand import Hand, NothingToTouchError
from ui.pages import (
    Choice,
    Confirm,
    Home,
    Keypad,
    Notice,
    Outcome,
    PinPad,
    PresentCard,
    PresentId,
    Print,
    Record,
    Result,
    Signature,
    Standby,
    TakeBack,
    signed,
)
from ui.record_pages import MonthsTable, PdfPreview, RightsSummary
from ui.specimens_signing import WRITTEN

KEYS = "1234567890"
RIGHT, WRONG = "120119", "135790"
"""The PIN of 张小满, who does not exist (`kiosk sandbox people`), and another one."""
SECOND = "507264"
"""The PIN of 王守拙's second card."""
GEN2, NEW = "927406", "704926"
"""The PIN of the second-generation card's holder, and what they change it to."""


class Guide:
    """Walks the journeys in a thread of its own; `failed` says where one did not go as it should."""

    def __init__(self, world: SimulatedWorld, pictures: Path) -> None:
        self._world = world
        self._pictures = pictures
        self._language = Language.ZH_CN
        self._hand: Hand
        self._core: Core
        self.taken = 0
        self.failed: Exception | None = None

    def begin(self, screen: Screen, core: Core) -> None:
        """In the main thread, when the first frame is up."""
        self._hand, self._core = Hand(screen), core
        threading.Thread(target=self._walk, name="resident", daemon=True).start()

    def _walk(self) -> None:
        journeys: tuple[Callable[[], None], ...] = (
            self._by_card,
            self._by_id_card,
            self._wrong_pin_and_pulled_card,
            self._in_english_and_large,
            self._bureau_away,
            self._paper_out,
            self._report_loss,
            self._change_pin,
            self._rights_record,
            self._replace_card,
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
        self._on(Standby)

    def _by_id_card(self) -> None:
        """Without the card: an ID card shows the states of two cards, and nothing else."""
        self._to_present_card()
        self._press("identity.use_id_card")
        self._on(PresentId, "lay-id-card")
        self._world.do("id-reader", "lay", "wang")
        self._on(Record, "two-cards-by-id-card")
        self._press("ui.words.leave")
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
        self._press("ui.words.leave")
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
        self._press("ui.words.leave")
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
        self._press("ui.words.leave")
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

    def _report_loss(self) -> None:
        """A lost card is stopped by ID card and SMS code: confirmed once, done once."""
        self._to_home_page("report_loss.title")
        self._world.do("id-reader", "lay", "ming")
        self._on(Keypad, "sms-code")
        for digit in re.findall(r"\b\d{6}\b", self._world.do("backend", "inbox"))[-1]:
            self._hand.press(digit)
        self._picture("sms-code-typed")
        self._press("ui.words.enter")
        self._on(Confirm, "confirm-loss")
        self._press("report_loss.proceed")
        self._on(Result, "reported-lost", lambda page: page.outcome is Outcome.DONE)
        self._press("operation.print")
        self._on(Result, "", lambda page: page.picture is not None)
        self._press("common.finish")
        self._world.do("id-reader", "lift")
        self._on(Standby)

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
        self._press("ui.words.leave")
        self._on(Standby)

    def _rights_record(self) -> None:
        """What was paid, month by month; the bureau's paper on A4, and one whose paper ends in the middle."""
        self._to_home_page("rights_record.title")
        self._world.do("card", "insert", "wang", "1")
        self._on(PinPad)
        self._type(SECOND)
        self._press("ui.words.enter")
        self._on(RightsSummary, "rights-summary")
        self._press("ui.words.next")
        self._picture("rights-chart")
        self._press("rights_record.look")
        self._on(MonthsTable, "months-table")
        self._press("ui.words.back")
        for turn, name in enumerate(("rights-not-printed", "rights-printed")):
            self._on(RightsSummary)
            self._press("rights_record.paper")
            for choice in ("way.a4", "document.payments", "all_insurances", "period.years3"):
                self._on(Choice, "" if turn else f"choose-{choice.replace('.', '-')}")
                self._press(f"rights_record.{choice}")
            self._on(PdfPreview, "" if turn else "preview")
            self._world.do("document-printer", "fault", "none" if turn else "paper-out-midway")
            self._press("rights_record.print")
            self._on(Result, name)
            self._press("common.finish" if turn else "rights_record.again")
        self._world.do("card", "pull")
        self._on(Standby)

    def _replace_card(self) -> None:
        """Another card for a lost one: told first, chosen, confirmed, signed with a finger, accepted."""
        self._to_home_page("replace_card.title")
        self._world.do("id-reader", "lay", "zhao")
        self._on(Keypad)
        for digit in re.findall(r"\b\d{6}\b", self._world.do("backend", "inbox"))[-1]:
            self._hand.press(digit)
        self._press("ui.words.enter")
        self._on(Notice, "told-first")
        self._press("common.continue")
        self._on(Choice, "choose-bank")
        self._hand.press("重庆银行")
        self._on(Choice, "choose-place", lambda page: page.headline == Text("card_application.which_place"))
        self._hand.press("松溪巷服务网点")
        self._on(Confirm, "confirm-replacement")
        self._press("replace_card.proceed")
        self._on(Signature)
        self._hand.sign(signed(WRITTEN))
        self._picture("signed")
        self._press("card_application.signed")
        self._on(Result, "replacement-accepted", lambda page: page.outcome is Outcome.DONE)
        self._press("operation.print")
        self._on(Result, "", lambda page: page.picture is not None)
        self._press("common.finish")
        self._world.do("id-reader", "lift")
        self._on(Standby)

    # Its steps.

    def _to_home_page(self, title: str) -> None:
        self._on(Standby)
        self._hand.wake()
        self._on(Home)
        while render(Text(title), self._language) not in self._hand.labels():
            self._press("ui.words.more")
        self._press(title)

    def _to_present_card(self, *, pictures: bool = False) -> None:
        self._on(Standby, "standby" if pictures else "")
        self._hand.wake()
        self._on(Home, "home" if pictures else "")
        self._press("card_status.title")
        self._on(PresentCard, "insert-card" if pictures else "")

    def _ended(self, outcome: Outcome, name: str, *, leave: bool = True) -> None:
        self._on(Result, name, lambda page: page.outcome is outcome)
        if leave:
            self._press("card_status.finish")

    def _on(self, kind: type[Any], name: str = "", where: Callable[[Any], bool] | None = None) -> None:
        """Wait for a page; take its picture when it has a name."""
        self._hand.wait_for(kind, where=where)
        if name:
            self._picture(name)

    def _press(self, text_id: str) -> None:
        self._hand.press(render(Text(text_id), self._language))

    def _type(self, digits: str) -> None:
        self._hand.tap_pin([KEYS.index(digit) for digit in digits])

    def _picture(self, name: str) -> None:
        self.taken += 1
        self._hand.save(self._pictures / f"{self.taken:02}-{name}.png")
        say(f"  {self.taken:02} {name}")
