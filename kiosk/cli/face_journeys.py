"""The tour's journeys before the camera: a pensioner is certified by their face, and another has all done at once."""

import time
from collections.abc import Callable

from kiosk.cli.tour_steps import TourSteps
from sandbox.faces.people import face_of
from sandbox.population import people
from texts import Text
from ui.face_pages import Consent, FaceCapture
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentId, Record, Result, Signature, Standby, Working, signed
from ui.specimens_signing import WRITTEN

SUSPENDED, HELPED, DUE = "zhuxiao", "expired", "gen1"
"""A pensioner whose payments are suspended, one whom a neighbour helps, and one who is still paid by passbook."""
ASKED = "face.do."
LOOK_EVERY = 0.1
DRAWN_AFTER = 0.4
"""Seconds from what the core asks for to the words below the mirror."""
MISSED_WITHIN = 30.0
WITHOUT_CAMERA = Text("terminal.without_camera")
ANSWERS_WITHIN = 60.0
"""Real seconds for whatever the mirror asks."""


class FaceJourneys(TourSteps):
    """Journeys by SMS code come between: where there is a camera, whoever has no PIN is asked which of both."""

    @property
    def about_faces(self) -> tuple[Callable[[], None], ...]:
        """In the order in which they are walked."""
        return self._plug_camera_in, self._certify, self._helped, self._together

    def _unplug_camera(self) -> None:
        """While no page needs it that is seen every ten seconds."""
        self._world.do("camera", "fault", "gone")

    def _camera_is_missed(self) -> None:
        """From here on nobody is offered their face in place of a code."""
        self._hand.wait_for(Standby, MISSED_WITHIN, where=lambda page: WITHOUT_CAMERA in page.notices)

    def _plug_camera_in(self) -> None:
        """Seen by itself, within seconds."""
        self._world.do("camera", "fault", "none")
        self._on(Standby, "", lambda page: WITHOUT_CAMERA not in page.notices)

    def _certify(self) -> None:
        """Told how it stands, consent, the mirror, certified until next year."""
        self._to_home_page("certify_pension.title")
        self._on(Choice, "certify-whom")
        self._press("certify_pension.helper.self")
        self._lay(SUSPENDED)
        self._on(Record, "certification-due")
        self._press("certify_pension.begin")
        self._before_the_mirror(SUSPENDED, pictures=True)
        self._on(Result, "certified", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone()

    def _helped(self) -> None:
        """帮你认: a neighbour types the number, and the pensioner's own face is taken."""
        self._to_home_page("certify_pension.title")
        self._on(Choice)
        self._press("certify_pension.helper.neighbour")
        self._on(Choice, "id-card-here", lambda page: page.headline == Text("certify_pension.whose.which"))
        self._press("certify_pension.whose.number")
        self._on(Keypad, "type-their-number")
        self._key_in(self._number_of(HELPED))
        self._press("ui.words.enter")
        self._before_the_mirror(HELPED)
        self._on(Result, "helped", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone()

    def _number_of(self, who: str) -> str:
        return next(person.id_number for person in people(self._world.seed) if person.key == who)

    def _together(self) -> None:
        """One identification: certified, and paid into the card's account once the district agrees."""
        self._to_home_page("pension_together.title")
        self._lay(DUE)
        self._on(Choice)
        self._press("identity.way_face")
        self._before_the_mirror(DUE)
        self._on(Record, "due-together")
        self._press("pension_together.begin")
        page = self._on(Choice, "which-account", lambda page: page.headline == Text("pension_together.payout_ask"))
        self._press_text(page.options[1].label)
        self._on(Signature)
        self._hand.sign(signed(WRITTEN))
        self._press("pension_together.signed")
        self._on(Choice, "", lambda page: page.headline == Text("pension_together.contact_ask"))
        self._press("pension_together.contact_right")
        self._on(Confirm, "together-confirmed")
        self._press_text(Text("pension_together.proceed", count=2))
        self._on(Result, "together-done", lambda page: page.outcome is Outcome.DONE)
        self._taken_and_gone()

    def _lay(self, who: str) -> None:
        self._on(PresentId)
        self._world.do("id-reader", "lay", who)

    def _before_the_mirror(self, who: str, *, pictures: bool = False) -> None:
        """Consent, then whatever is asked for, until the mirror has gone."""
        self._world.do("camera", "face", "live", face_of(who))
        self._on(Consent, "consent" if pictures else "")
        self._read_and_press("face.agree")
        while not self._one_try(pictures=pictures):
            self._on(Result, "", lambda page: page.headline == Text("face.not_yet"))
            self._press("face.again")

    def _one_try(self, *, pictures: bool) -> bool:
        """One try: whatever is asked for is done. False where another one is offered."""
        page = self._on(FaceCapture)
        done, ends = "", time.monotonic() + ANSWERS_WITHIN
        while isinstance(shown := self._hand.page, FaceCapture | Working) and time.monotonic() < ends:
            asked = page.view.guide.words.id
            if asked.startswith(ASKED) and asked != done:
                done = asked
                self._world.do("camera", "act", asked.removeprefix(ASKED))
                if pictures:
                    time.sleep(DRAWN_AFTER)
                    self._picture(f"mirror-{asked.removeprefix(ASKED)}")
            time.sleep(LOOK_EVERY)
        return not isinstance(shown, Result) or shown.headline != Text("face.not_yet")
