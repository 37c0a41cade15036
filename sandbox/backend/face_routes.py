"""The addresses about faces and pensions: a body checked by the contract."""

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from sandbox.backend import faces, payouts, pensions
from sandbox.backend.asked import SESSION, BadRequest, an_object, attachment, evidence, face_proof, person, text, word
from sandbox.backend.desk import Answer, Body, Desk
from sandbox.backend.sms import PROOF_LASTS

COMPARE: Final = "/v1/faces/compare"
STANDING: Final = "/v1/pensions/certification"
CERTIFY: Final = "/v1/operations/pension-certification"
PAYOUT: Final = "/v1/pensions/payout-account"
CHANGE_PAYOUT: Final = "/v1/operations/payout-account"
FACES: Final = (COMPARE, STANDING, CERTIFY, PAYOUT, CHANGE_PAYOUT)
FACE_OPERATIONS: Final = (CERTIFY, CHANGE_PAYOUT)
MOST_PICTURE: Final = 400_000
MOST_CHIP_PHOTO: Final = 4000
ACTIONS = frozenset({"blink", "mouth", "left", "right", "nod"})
HANDLE = re.compile("[0-9a-f]{24}")
_BASE64 = re.compile(r"[0-9A-Za-z+/]*={0,2}")


class FaceRoutes:
    """`all`: path → what it does with terminal, request id and body."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = {
            COMPARE: self._compare,
            STANDING: self._standing,
            CERTIFY: self._certify,
            PAYOUT: self._payout,
            CHANGE_PAYOUT: self._change_payout,
        }

    def _compare(self, _: str, __: str, body: Body) -> Answer:
        person(body)
        text(body, "session", SESSION)
        jpeg, chip_photo = _picture(body), _chip_photo(body)
        _actions(body)
        return self._desk.transact(
            lambda session, now: faces.compare(session, body, jpeg, now, PROOF_LASTS, chip_photo=chip_photo)
        )

    def _standing(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        return self._desk.transact(lambda session, now: pensions.standing(session, body, now))

    def _certify(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        if operation.get("staff") is None:
            face_proof(operation)
        word(operation, "helper", pensions.HELPERS)
        return self._desk.operate("certify_pension", terminal, body)

    def _payout(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        return self._desk.transact(lambda session, now: payouts.policy(session, body, now))

    def _change_payout(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        text(operation, "handle", HANDLE)
        attachment(operation, "signature")
        return self._desk.operate("maintain_payout_account", terminal, body)


def _picture(body: Body) -> bytes:
    told = body.get("picture")
    if not isinstance(told, str) or len(told) > MOST_PICTURE or _BASE64.fullmatch(told) is None:
        raise BadRequest("picture: a JPEG in base64 is needed")
    try:
        return base64.b64decode(told)
    except ValueError:
        raise BadRequest("picture: base64 is needed") from None


def _chip_photo(body: Body) -> int:
    """Bytes of the ID card's own photo, where there is one."""
    told = body.get("chip_photo", "")
    if not isinstance(told, str) or len(told) > MOST_CHIP_PHOTO or _BASE64.fullmatch(told) is None:
        raise BadRequest("chip_photo: the ID card's photo in base64 is needed")
    try:
        return len(base64.b64decode(told))
    except ValueError:
        raise BadRequest("chip_photo: base64 is needed") from None


def _actions(body: Body) -> None:
    told: Any = body.get("actions")
    if not isinstance(told, list) or not told or not all(map(_is_action, cast("list[object]", told))):
        raise BadRequest("actions: the liveness actions are needed")


def _is_action(value: object) -> bool:
    return isinstance(value, str) and value in ACTIONS
