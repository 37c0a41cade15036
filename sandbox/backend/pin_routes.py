"""The addresses by which a PIN is reset or unblocked and a card activated: begun, and commanded by the HSM."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.backend import pin_reset
from sandbox.backend.asked import KEY, an_object, evidence, inserted, sms_proof, text, word
from sandbox.backend.desk import Answer, Body, Desk
from sandbox.backend.refusals import Refused
from sandbox.hsm import CardAsked, Hsm, HsmError

BEGINNINGS: Final = {
    "/v1/operations/pin-reset": "reset_pin",
    "/v1/operations/pin-unblock": "unblock_pin",
    "/v1/operations/activation": "activate",
}
PIN_KEY: Final = "/v1/hsm/pin/key"
PIN_COMMAND: Final = "/v1/hsm/pin/command"
PIN_COMMANDS: Final = (PIN_KEY, PIN_COMMAND)
PIN_PATHS: Final = (*BEGINNINGS, *PIN_COMMANDS)
CIPHERS: Final = frozenset({"sm4", "aes"})
WITHOUT_PIN: Final = "unblock_pin"
BLOCK: Final = re.compile("([0-9A-F]{88})?")


class PinRoutes:
    """`all`: path → what it does with terminal, request id and body. `is_on`: whether a fault by name is."""

    def __init__(self, desk: Desk, hsm: Hsm, is_on: Callable[[str], bool]) -> None:
        self._desk = desk
        self._hsm = hsm
        self._is_on = is_on
        beginnings = {path: self._beginning(item) for path, item in BEGINNINGS.items()}
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = {
            **beginnings,
            PIN_KEY: self._key,
            PIN_COMMAND: self._command,
        }

    def _beginning(self, item: str) -> Callable[[str, str, Body], Answer]:
        def begin(terminal: str, _: str, body: Body) -> Answer:
            operation = an_object(body, "operation")
            evidence(operation)
            sms_proof(operation)
            inserted(operation)
            return self._desk.operate(item, terminal, body)

        return begin

    def _key(self, _: str, __: str, body: Body) -> Answer:
        cipher = word(body, "cipher", CIPHERS)
        factor, raw = text(body, "factor"), text(body, "raw")
        mark, card, item = self._asked(body)
        if isinstance(item, Refused):
            return item
        return self._answered(lambda: self._hsm.open_unblocking(mark, cipher, card, factor, raw)._asdict())

    def _command(self, _: str, __: str, body: Body) -> Answer:
        challenge, block = text(body, "challenge"), text(body, "pin_block", BLOCK)
        mark, card, item = self._asked(body)
        if isinstance(item, Refused):
            return item
        if (item == WITHOUT_PIN) is bool(block):
            return Refused("HSM_REFUSED")
        return self._answered(lambda: {"command": self._hsm.command(mark, card, challenge, block)})

    def _asked(self, body: Body) -> tuple[str, CardAsked, str | Refused]:
        """The mark, the card by which the HSM knows its keys, and the item; or why the HSM is not asked at all."""
        mark, shown = text(body, "mark", KEY), inserted(body)
        card = CardAsked(text(body, "area"), text(body, "reset_info"), text(body, "algorithm"), shown["identifier"])
        if self._is_on("hsm-down"):
            return mark, card, Refused("HSM_UNAVAILABLE")
        return mark, card, self._desk.transact(lambda session, _: pin_reset.shown_for(session, mark, shown))

    def _answered(self, ask: Callable[[], Mapping[str, Any]]) -> Answer:
        try:
            return ask()
        except HsmError:
            return Refused("HSM_REFUSED")
