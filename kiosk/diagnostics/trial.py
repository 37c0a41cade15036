"""One test as a value: whether it passed, what was measured, what went over the wire (masked), and how times spread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from devices.faults import DeviceError, Fault
from kiosk.backend.errors import BackendError
from kiosk.diagnostics.backend import reason_of
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.outcomes import Result
from kiosk.diagnostics.report import Figure, Level


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

    def outcome_of(self, *, passed: bool) -> Result:
        """To be kept; `passed`: after what a person has said of it."""
        level, fault = Level.OK if passed else Level.FAILED, self.fault.id if self.fault else ""
        return Result(level, dict(self.figures), fault, self.reason, self.note)


@dataclass(frozen=True, slots=True)
class Kind:
    """A test that a subject has. Its words are `diagnostics.test.KEY`.

    `run`: on a thread of its own, with the device free; `asks`: a person says afterwards whether it is right, by the
    words `diagnostics.question.KEY`; `live`: while they look through the camera; `prompts`: they do something before.
    """

    key: str
    run: Callable[[Bench, str], Trial]
    asks: bool = False
    live: bool = False
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
