"""帮办代办 in the hands of staff: a request that they take on, and its way to the archive, by the contract."""

from enum import Enum, unique
from typing import Any

from pydantic import Field

from kiosk.backend.assistance import AssistedItem, Handled, Mobile
from kiosk.backend.operations import OperationBody, ReferenceNumber
from kiosk.backend.schemas import Attachment, Given, Relation, Value
from kiosk.backend.staff import StaffNumber


@unique
class Move(Enum):
    """What staff do with a request. HAND_ON: a colleague has it from now on; CLOSE: nobody needs it any more."""

    HANDLE = "handle"
    ARCHIVE = "archive"
    HAND_ON = "hand_on"
    CLOSE = "close"


class Representative(Value):
    """Who came for the person, by their own ID card, which staff compared with them."""

    id_number: Given = Field(repr=False)
    name: Given = Field(repr=False)
    relation: Relation


class Acceptance(OperationBody):
    """委托受理: staff take on an item of the person whose ID card was read. `request`: the number of what was filed.

    `representative`: who came for them; None where they came themselves. It is staff who saw both cards and people.
    `authorisation`: the photographed 委托书; `paper_seen`: staff had it in their hands, where no camera sees the desk.
    `phone`: where they are called; None where it is what was filed.
    """

    by: StaffNumber
    item: AssistedItem
    request: ReferenceNumber | None = None
    authorisation: Attachment | None = None
    paper_seen: bool = False
    representative: Representative | None = None
    phone: Mobile | None = Field(default=None, repr=False)


class Advance(Value):
    """One step of a request by its number. `outcome`: with HANDLE; `to`: the colleague, with HAND_ON."""

    by: StaffNumber
    request: ReferenceNumber
    move: Move
    outcome: Handled | None = None
    to: StaffNumber | None = None

    def body(self) -> dict[str, Any]:
        """The JSON of `operation`; the same for the same value."""
        return self.model_dump(mode="json", exclude_none=True)
