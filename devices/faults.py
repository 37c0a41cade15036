"""Every known way in which a device fails: its name, and who must act. Texts: `resources/texts/*/faults.toml`."""

from dataclasses import dataclass
from enum import Enum, unique


@unique
class Owner(Enum):
    """Who can end a fault."""

    RESIDENT = "resident"
    ITSELF = "itself"
    STAFF = "staff"
    ENGINEER = "engineer"


@dataclass(frozen=True, slots=True)
class Fault:
    """A named fault. Its texts are `faults.ID.resident` and `faults.ID.staff`."""

    id: str
    owner: Owner


class DeviceError(Exception):
    """A device call failed in a known way. `detail` is for the technician and holds no personal data."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.id}: {detail}" if detail else fault.id)
        self.fault = fault
        self.detail = detail
