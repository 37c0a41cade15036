"""One test as a value: whether it passed, what was measured, what went over the wire (masked), and how times spread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from devices.faults import DeviceError, Fault
from kiosk.backend.errors import BackendError
from kiosk.diagnostics.backend import reason_of
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.report import Figure


class Exchange(NamedTuple):
    """One command and its answer: header and status word; of their data only how long they are."""

    sent: str
    milliseconds: float


@dataclass(frozen=True)
class Trial:
    """What a test came to. `times`: milliseconds, one for each exchange that was measured."""

    passed: bool
    note: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    trace: tuple[Exchange, ...] = ()
    times: tuple[float, ...] = ()
    fault: Fault | None = None
    reason: str = ""
    """The id of words for what is so: `doctor.reason.ID`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A test that a subject has. Its words are `diagnostics.test.KEY`.

    `run`: on a thread of its own, with the device free; `asks`: a person says afterwards whether it is right;
    `prompts`: a person does something meanwhile.
    """

    key: str
    run: Callable[[Bench, str], Trial]
    asks: bool = False
    prompts: bool = False

    def carried_out(self, bench: Bench, subject: str) -> Trial:
        """What came of it, also where the device, the bureau or the network refuse."""
        try:
            return self.run(bench, subject)
        except DeviceError as error:
            return Trial(False, error.detail, fault=error.fault)
        except BackendError as error:
            return Trial(False, error.detail, reason=reason_of(error))
        except OSError as error:
            return Trial(False, error.strerror or type(error).__name__, reason="line_failed")
