"""What the bureau is asked when somebody wants help with an item (帮办代办), and what staff see of open requests."""

from enum import Enum, unique
from typing import Annotated

from pydantic import AwareDatetime, FailFast, Field, StringConstraints

from kiosk.backend.applications import MaskedPhone
from kiosk.backend.client import Bureau
from kiosk.backend.operations import OperationBody
from kiosk.backend.schemas import Given, InsertedCard, Value

MOST_OPEN = 200

Mobile = Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")]
AssistedItem = Annotated[int, Field(ge=1, le=99)]
"""Its number in annex 2, 帮办代办 and 上门办."""


@unique
class Convenient(Enum):
    """When somebody may call or come."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    ANY = "any"


class AssistanceRequest(OperationBody):
    """Somebody is to be helped with `item`; `address` is where to, if at home."""

    card: InsertedCard | None = Field(default=None, repr=False)
    item: AssistedItem
    at_home: bool
    address: Given | None = Field(default=None, repr=False)
    phone: Mobile = Field(repr=False)
    convenient: Convenient


class OpenRequest(Value):
    """One that nobody has dealt with yet. `surname` is the first character of the name."""

    reference: Annotated[str, StringConstraints(max_length=20)]
    item: AssistedItem
    at_home: bool
    convenient: Convenient
    surname: Annotated[str, StringConstraints(max_length=4)]
    phone: MaskedPhone
    at: AwareDatetime


class OpenRequests(Value):
    """Those of this terminal, the oldest first."""

    requests: Annotated[tuple[OpenRequest, ...], Field(max_length=MOST_OPEN), FailFast()]


def open_requests(bureau: Bureau, staff: str) -> tuple[OpenRequest, ...]:
    """What was asked for at this terminal and is not dealt with. Raises as all calls do."""
    return bureau.ask("/v1/assistance/open", {"staff": staff}, OpenRequests).requests
