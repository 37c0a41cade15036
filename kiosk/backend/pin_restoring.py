"""What passes between card, terminal and HSM when a PIN is reset or unblocked: two questions and their answers.

A PIN is in none of them but as a block that only the HSM opens. Contract: `resources/openapi.yaml`.
"""

from typing import Annotated, TypedDict

from pydantic import Field, StringConstraints

from kiosk.backend.schemas import Authentication, Given, InsertedCard, Key, Value

Sealed = Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{2,400}$")]
"""Nonce, ciphertext and tag, upper-case hex."""
Command = Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{8}([0-9A-F]{16}|[0-9A-F]{32})?$")]
"""The data field of PIN CHANGE/UNBLOCK: what is enciphered (8 or 16 bytes, or nothing), and the MAC of 4."""


class Commanded(TypedDict):
    """What both questions begin with."""

    mark: str
    card: InsertedCard
    area: str
    reset_info: str
    algorithm: str


class CardCommanded(Value):
    """The card of an open mark, and what its keys are made from; as the card gave it (LD/T 33, iReloadPIN_HSM)."""

    mark: Key
    card: InsertedCard
    area: Given
    reset_info: Given = Field(repr=False)
    algorithm: Given


class PinKeyQuestion(CardCommanded):
    """The card's pair of challenges, and the cipher of the key that is wanted."""

    cipher: Given
    factor: Given = Field(repr=False)
    raw: Given = Field(repr=False)


class PinKey(Value):
    """What proves the key PUK to the card, and the session key for one new PIN, sealed for this terminal."""

    external_auth: Authentication = Field(repr=False)
    session_key: Sealed = Field(repr=False)


class PinCommandQuestion(CardCommanded):
    """The card's fresh challenge, and the new PIN as a sealed block; "" where the PIN stays as it is."""

    challenge: Given = Field(repr=False)
    pin_block: Given = Field(repr=False)


class PinCommand(Value):
    """What the card is sent."""

    command: Command = Field(repr=False)
