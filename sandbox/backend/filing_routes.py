"""The addresses about applications, what is registered of a person, and attachments: a body checked by the contract."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from sandbox.backend import applications, contacts, sms, uploads
from sandbox.backend.asked import DIGEST, SESSION, an_object, attachment, evidence, person, sms_proof, text, word
from sandbox.backend.desk import Answer, Body, Desk
from sandbox.backend.obstacles import CARD_KINDS, NEW
from sandbox.backend.offers import CANCELLED_FOR, EXCHANGED_FOR

HANDLE = re.compile("[0-9a-f]{24}")
CODE = re.compile("[0-9]{6}")
CHOICE, MOBILE = re.compile("[a-z0-9_]{1,20}"), re.compile("1[3-9][0-9]{9}")
WRITTEN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")
BASE64 = re.compile(r"[0-9A-Za-z+/]*={0,2}")

UPLOADS: Final = "/v1/uploads"
FILED: Final = (
    "/v1/operations/card-application",
    "/v1/operations/card-replacement",
    "/v1/operations/card-exchange",
    "/v1/operations/card-cancellation",
    "/v1/operations/contact-change",
)
"""The operations among them."""
FILING: Final = (
    "/v1/cards/application-policy",
    "/v1/cards/cancellation-policy",
    "/v1/people/contact",
    "/v1/sms/new-phone",
    "/v1/sms/new-phone/check",
    UPLOADS,
    *FILED,
)


class Filing:
    """`all`: path → what it does with terminal, request id and body."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        routes = (
            *(self._application_policy, self._cancellation_policy, self._contact),
            *(self._send_to_new_phone, self._check_new_phone, self._upload),
            *(self._apply, self._replace, self._exchange, self._cancel, self._change),
        )
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = dict(zip(FILING, routes, strict=True))

    def _application_policy(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        if word(body, "kind", CARD_KINDS) != NEW or "handle" in body:
            text(body, "handle", HANDLE)
        return self._desk.transact(lambda session, now: applications.policy(session, body, now))

    def _cancellation_policy(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        text(body, "handle", HANDLE)
        return self._desk.transact(lambda session, now: applications.cancellation_policy(session, body, now))

    def _contact(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        return self._desk.transact(lambda session, now: contacts.registered(session, body, now))

    def _send_to_new_phone(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        text(body, "session", SESSION)
        text(body, "phone", MOBILE)
        return self._desk.transact(lambda session, now: contacts.send_to_new_phone(session, body, now))

    def _check_new_phone(self, _: str, __: str, body: Body) -> Answer:
        person(body)
        text(body, "session", SESSION)
        text(body, "code", CODE)
        return self._desk.transact(lambda session, now: sms.give_back(session, body, now, registered=False))

    def _upload(self, terminal: str, _: str, body: Body) -> Answer:
        person(body)
        word(body, "kind", uploads.KINDS)
        word(body, "media_type", uploads.MEDIA_TYPES)
        text(body, "digest", DIGEST)
        text(body, "content", BASE64)
        return self._desk.transact(lambda session, now: uploads.stage(session, terminal, body, now))

    def _apply(self, terminal: str, _: str, body: Body) -> Answer:
        _card_wanted(_signed(body))
        return self._desk.operate("apply_card", terminal, body)

    def _replace(self, terminal: str, _: str, body: Body) -> Answer:
        operation = _card_wanted(_signed(body))
        text(operation, "handle", HANDLE)
        return self._desk.operate("replace_card", terminal, body)

    def _exchange(self, terminal: str, _: str, body: Body) -> Answer:
        operation = _card_wanted(_signed(body))
        word(operation, "reason", EXCHANGED_FOR)
        if operation.get("card") is None or "handle" in operation:
            text(operation, "handle", HANDLE)
        return self._desk.operate("exchange_card", terminal, body)

    def _cancel(self, terminal: str, _: str, body: Body) -> Answer:
        operation = _signed(body)
        text(operation, "handle", HANDLE)
        word(operation, "reason", CANCELLED_FOR)
        return self._desk.operate("cancel_card", terminal, body)

    def _change(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        changed = word(operation, "field", contacts.FIELDS)
        text(operation, "value", MOBILE if changed == contacts.PHONE else WRITTEN)
        if changed == contacts.PHONE:
            sms_proof({"sms": an_object(operation, "phone_proof")})
        return self._desk.operate("change_information", terminal, body)


def _signed(body: Body) -> Body:
    """What is applied for with a signature."""
    operation = an_object(body, "operation")
    evidence(operation)
    attachment(operation, "signature")
    return operation


def _card_wanted(operation: Body) -> Body:
    """By which bank, where to, and with which photo, where one was taken."""
    text(operation, "bank", CHOICE)
    text(operation, "place", CHOICE)
    if "photo" in operation:
        attachment(operation, "photo")
    return operation
