"""What a device is seen to be: one vocabulary for all of them, that of XFS4IoT (CEN/XFS for IoT, Common.Status)."""

from dataclasses import dataclass
from enum import Enum, unique
from typing import Protocol

from devices.faults import Fault


@unique
class State(Enum):
    """Whether the device can work."""

    ONLINE = "online"
    OFFLINE = "offline"
    BUSY = "busy"
    HARDWARE_ERROR = "hardware_error"
    USER_ERROR = "user_error"
    NO_DEVICE = "no_device"
    POTENTIAL_FRAUD = "potential_fraud"
    NOT_OBSERVABLE = "not_observable"
    """A one-way link: nothing can be known, and nothing is claimed (not an XFS4IoT word)."""


@unique
class Media(Enum):
    """What lies in the device: a card, an ID card, paper in the exit."""

    PRESENT = "present"
    NOT_PRESENT = "not_present"
    JAMMED = "jammed"


@unique
class Supplies(Enum):
    """What the device uses up."""

    OK = "ok"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Status:
    """One observation. `observed_at` is `time.monotonic()` of the moment the device itself answered, or did not."""

    state: State
    observed_at: float
    media: Media | None = None
    supplies: Supplies | None = None
    fault: Fault | None = None
    detail: str = ""
    """For the technician: what was seen, as `SCARD_E_NO_SERVICE` or `no answer to DLE EOT 1`. No personal data."""

    def same_as(self, other: "Status | None") -> bool:
        """Whether two observations say the same, whenever they were made."""
        return other is not None and (self.state, self.media, self.supplies, self.fault) == (
            other.state,
            other.media,
            other.supplies,
            other.fault,
        )


class Driver(Protocol):
    """What every driver offers to its worker thread; all calls but `abort` come from that thread."""

    def poll(self) -> Status:
        """Look at the device, within 0.2 s; reconnects where it can. Never raises `DeviceError`: it is in `fault`."""
        ...

    def abort(self) -> None:
        """From any thread: make a blocking call return soon (close its socket or file)."""
        ...

    def close(self) -> None:
        """Give the device back."""
        ...
