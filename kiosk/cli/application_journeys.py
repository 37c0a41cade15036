"""The tour's journeys of applications: another card for a lost one, signed on the glass; a new telephone number."""

import re
from collections.abc import Callable

from kiosk.cli.tour_steps import TourSteps
from texts import Text
from ui.pages import Choice, Confirm, Keypad, Notice, Outcome, Result, Signature, signed
from ui.specimens_signing import WRITTEN

NEW_PHONE = "19911112222"
"""Nobody's, as all numbers beginning 199 here."""


class ApplicationJourneys(TourSteps):
    """By ID card and SMS code."""

    @property
    def about_applications(self) -> tuple[Callable[[], None], ...]:
        """In the order in which they are walked."""
        return (self._replace_card, self._change_phone)

    def _replace_card(self) -> None:
        """Another card for a lost one: told first, chosen, confirmed, signed with a finger, accepted."""
        self._to_home_page("replace_card.title")
        self._world.do("id-reader", "lay", "zhao")
        self._newest_code("sms.enter")
        self._on(Notice, "told-first")
        self._press("common.continue")
        self._on(Choice, "choose-bank")
        self._hand.press("重庆银行")
        self._on(Choice, "choose-place", lambda page: page.headline == Text("card_application.which_place"))
        self._hand.press("松溪巷服务网点")
        self._on(Confirm, "confirm-replacement")
        self._read_and_press("replace_card.proceed")
        self._on(Signature)
        self._hand.sign(signed(WRITTEN))
        self._picture("signed")
        self._press("card_application.signed")
        self._on(Result, "replacement-accepted", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone()

    def _change_phone(self) -> None:
        """A new telephone number, proven by the code that it gets."""
        self._to_home_page("change_information.title")
        self._world.do("id-reader", "lay", "yuliu")
        self._on(Choice)
        self._press("identity.way_sms")
        self._newest_code("sms.enter")
        self._on(Choice, "what-to-change", lambda page: page.headline == Text("change_information.which"))
        self._press("change_information.field.phone")
        self._on(Keypad, "", lambda page: page.headline == Text("change_information.type_phone"))
        self._key_in(NEW_PHONE)
        self._picture("new-phone-typed")
        self._press("ui.words.enter")
        self._newest_code("change_information.type_code")
        self._on(Confirm, "confirm-new-phone")
        self._press("change_information.proceed")
        self._on(Result, "phone-changed", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone()

    def _newest_code(self, headline: str) -> None:
        """The code that was sent for this page, while its proof is to hold for what follows."""
        self._on(Keypad, "", lambda page: page.headline == Text(headline))
        self._key_in(re.findall(r"\b\d{6}\b", self._world.do("backend", "inbox"))[-1])
        self._press("ui.words.enter")
