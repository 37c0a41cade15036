"""What the bureau is asked when somebody wants help with an item (帮办代办), and what staff see of open requests."""

from enum import Enum, unique
from typing import Annotated

from pydantic import AwareDatetime, FailFast, Field, StringConstraints

from kiosk.backend.applications import MaskedPhone
from kiosk.backend.client import Bureau
from kiosk.backend.operations import OperationBody
from kiosk.backend.schemas import Given, InsertedCard, Value, Words

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


@unique
class Step(Enum):
    """提出申请, 委托受理, 事项办理, 交接归档."""

    FILED = "filed"
    ACCEPTED = "accepted"
    HANDLED = "handled"
    ARCHIVED = "archived"


@unique
class Handled(Enum):
    """How the item itself ended."""

    DONE = "done"
    NOT_DONE = "not_done"


class AssistanceRequest(OperationBody):
    """Somebody is to be helped with `item`; `address`: where to, if at home; `remark`: what they want to say of it."""

    card: InsertedCard | None = Field(default=None, repr=False)
    item: AssistedItem
    at_home: bool
    address: Given | None = Field(default=None, repr=False)
    phone: Mobile = Field(repr=False)
    convenient: Convenient
    remark: Given | None = Field(default=None, repr=False)


class OpenRequest(Value):
    """One that is not in the archive yet. `surname` is the first character of the name.

    `held_by`: who of the staff has it, "" while nobody has. `agent`: somebody else came for the person. `outcome`: how
    the item ended, once it is handled. `remark`: what was said with the request.
    """

    reference: Annotated[str, StringConstraints(max_length=20)]
    item: AssistedItem
    at_home: bool
    convenient: Convenient
    surname: Annotated[str, StringConstraints(max_length=4)]
    phone: MaskedPhone
    at: AwareDatetime
    step: Step = Step.FILED
    held_by: Annotated[str, StringConstraints(pattern=r"^([0-9]{4,10})?$")] = ""
    agent: bool = False
    outcome: Handled | None = None
    remark: Words = ""


class OpenRequests(Value):
    """Those of this terminal, the oldest first."""

    requests: Annotated[tuple[OpenRequest, ...], Field(max_length=MOST_OPEN), FailFast()]


def open_requests(bureau: Bureau, staff: str) -> tuple[OpenRequest, ...]:
    """What was asked for at this terminal and is not dealt with. Raises as all calls do."""
    return bureau.ask("/v1/assistance/open", {"staff": staff}, OpenRequests).requests
