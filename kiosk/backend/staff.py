"""What a terminal and the bureau say to each other about staff: a challenge, and who answered it."""

from enum import Enum, unique
from typing import Annotated

from pydantic import Field, StringConstraints

from kiosk.backend.schemas import Name, Value

StaffNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]
Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


@unique
class Role(Enum):
    """What somebody is at a terminal; what each may do stands in `resources/staff.toml`."""

    ASSISTANT = "assistant"
    """网点工作人员: helps residents, looks after the machine by day."""
    SUPERVISOR = "supervisor"
    """网点负责人: an assistant who also approves what needs a second person."""
    TECHNICIAN = "technician"
    """运维人员: mends the machine, and sees nothing of residents."""


class Challenge(Value):
    """How the password is to be derived (Argon2id, RFC 9106), and what the answer is bound to.

    A number that nobody has gets one too, always the same, so that numbers cannot be found out.
    """

    salt: Hex32
    nonce: Hex32
    memory_kib: Annotated[int, Field(ge=8192, le=65536)]
    passes: Annotated[int, Field(ge=1, le=10)]


class StaffMember(Value):
    """Who signed in."""

    number: StaffNumber
    name: Name
    role: Role
