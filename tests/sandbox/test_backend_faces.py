"""The made-up bureau compares honestly, and certifies by a face that fitted or by the word of staff."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Any

import cv2
import numpy as np
import pytest
from face_streams import networks

from sandbox.backend import faces, pensions
from sandbox.backend.asked import Asked
from sandbox.backend.database import Database
from sandbox.backend.operations import carry_out
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import PROOF_LASTS
from sandbox.backend.staff import VouchRow
from sandbox.faces import FACES, comparing
from sandbox.faces.people import face_of
from sandbox.faces.puppet import Pose, Puppet
from sandbox.population import people

needs_networks = pytest.mark.skipif(networks() is None, reason="the networks are not installed (scripts/setup)")
RETIRED = {person.key: person for person in people(1)}["zhuxiao"]
OWN = face_of(RETIRED.key)
OTHERS = [face for face in FACES if face != OWN]
NOW = 1_800_000_000.0
PERSON = {"id_number": RETIRED.id_number}
SESSION = "session-1"


def live(face: str) -> bytes:
    """A picture of somebody alive: turned a little, lit otherwise than the one on file."""
    picture = cv2.convertScaleAbs(Puppet(face).draw(Pose(yaw=-3, roll=2, mouth=0.1)), alpha=1.1, beta=5)
    return cv2.imencode(".jpg", picture[20:460, 100:540])[1].tobytes()


class Desk:
    def __init__(self, url: str, **changes: Any) -> None:
        self.now = NOW
        self.database = Database(url, [replace(RETIRED, **changes)], lambda: self.now)

    def compare(self, jpeg: bytes) -> str:
        """The token, or the code of the refusal."""
        body = {"person": PERSON, "session": SESSION}
        try:
            told = self.database.transact(lambda session: faces.compare(session, body, jpeg, self.now, PROOF_LASTS))
        except Refused as refused:
            return refused.code
        return told.code if isinstance(told, Refused) else told["token"]

    def standing(self, **evidence: Any) -> Any:
        body = {"person": PERSON, "proofs": ["id_card"], **evidence}
        try:
            return self.database.transact(lambda session: pensions.standing(session, body, self.now))
        except Refused as refused:
            return refused.code

    def certify(self, token: str) -> str:
        return self._certified({"proofs": ["id_card", "face"], "face": {"session": SESSION, "token": token}})

    def certified_by_staff(self, *proofs: str, token: str = "f" * 32) -> str:
        """Somebody of the branch has vouched for them in this session, with the token of f."""
        word = VouchRow(token="f" * 32, id_number=RETIRED.id_number, session=SESSION, number="1001", at=self.now)
        self.database.transact(lambda session: session.merge(word) and {})
        word_of = {"session": SESSION, "token": token, "number": "1001"}
        return self._certified({"proofs": list(proofs), "staff": word_of})

    def _certified(self, proof: dict[str, Any]) -> str:
        asked = Asked(
            "A", "certify_pension", token_hex(16), "A-1", "K7MQ", {"person": PERSON, "helper": "self", **proof}
        )
        told = self.database.transact(lambda session: carry_out(session, asked, self.now))
        return told["code"] or told["outcome"]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bureau.sqlite"


def test_the_word_of_staff_certifies_with_the_id_card_read_and_not_without(url: str) -> None:
    desk = Desk(url)
    assert desk.certified_by_staff("id_card", "staff") == "confirmed"
    assert desk.certified_by_staff("typed_number", "staff") == "PROOF_NEEDED"
    assert desk.certified_by_staff("id_card", "staff", token="0" * 32) == "PROOF_EXPIRED"


@needs_networks
def test_the_own_face_fits_and_no_other(url: str) -> None:
    desk = Desk(url)
    assert len(desk.compare(live(OWN))) == 32
    assert [desk.compare(live(face)) for face in OTHERS] == ["FACE_MISMATCH"] * len(OTHERS)


@needs_networks
def test_what_shows_no_face_is_unclear(url: str) -> None:
    blank = cv2.imencode(".jpg", np.full((300, 300, 3), 128, np.uint8))[1].tobytes()
    assert Desk(url).compare(blank) == Desk(url).compare(b"no picture") == "FACE_UNCLEAR"


@needs_networks
def test_nobody_tries_faces_all_day(url: str) -> None:
    desk = Desk(url)
    ends = {desk.compare(b"no picture") for _ in range(faces.MOST_A_DAY)}
    assert ends == {"FACE_UNCLEAR"}
    assert desk.compare(live(OWN)) == "FACE_TOO_OFTEN"


def test_without_a_photo_or_a_network_nothing_is_compared(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Desk(url, photo=None).compare(b"") == "NO_PHOTO"
    monkeypatch.setattr(comparing, "networks", lambda: Path("nowhere"))
    assert Desk(url).compare(b"") == "FACE_UNAVAILABLE"


@needs_networks
def test_a_face_that_fitted_certifies_and_resumes_what_was_suspended(url: str) -> None:
    desk = Desk(url)
    assert desk.standing()["standing"] == "suspended"
    assert desk.certify(desk.compare(live(OWN))) == "confirmed"
    after = desk.standing()
    assert (after["standing"], after["due"]) == ("normal", "2027-12-31")


@needs_networks
def test_a_proof_is_over_after_a_while_and_good_for_nobody_else(url: str) -> None:
    desk = Desk(url)
    token = desk.compare(live(OWN))
    assert desk.certify("f" * 32) == "PROOF_EXPIRED"
    desk.now += PROOF_LASTS + 1
    assert desk.standing(proofs=["face"], face={"session": SESSION, "token": token}) == "PROOF_EXPIRED"


def test_who_draws_none_and_who_has_shown_nothing_is_told_nothing(url: str) -> None:
    assert Desk(url, benefit="").standing() == "NO_PENSION"
    assert Desk(url).standing(proofs=["typed_number"]) == "PROOF_NEEDED"


@pytest.mark.parametrize(
    ("certified", "due"),
    [
        (date(2020, 5, 20), date(2021, 4, 30)),
        (date(2026, 1, 31), date(2026, 12, 31)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_two_certifications_are_never_more_than_twelve_months_apart(certified: date, due: date) -> None:
    assert pensions.due_after(certified) == due
