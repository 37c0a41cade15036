"""Every failure as a page that says three things: did it happen, what to do now, who can help."""

from devices.faults import DeviceError
from kiosk.backend.errors import (
    BackendError,
    BackendMalformed,
    BackendRefused,
    BackendSilent,
    BackendUnauthorised,
    BackendUnreachable,
    ClockSkew,
)
from kiosk.config import Configuration
from kiosk.journal import JournalError, Unsettled
from kiosk.log import LogUnwritable
from kiosk.place import who_helps
from kiosk.refusals import Refusal
from kiosk.services.catalogue import ServiceItem
from texts import Language, Text, known_ids, literal
from ui.pages import Button, Outcome, Result

_BACKEND_TEXTS: dict[type[BackendError], str] = {
    BackendUnreachable: "unreachable",
    BackendSilent: "silent",
    BackendMalformed: "malformed",
    BackendUnauthorised: "unauthorised",
    ClockSkew: "clock_skew",
}

TRY_AGAIN = Button("again", Text("common.try_again"))


def failure_page(  # noqa: PLR0911 - one return for each kind of failure
    error: Exception, item: ServiceItem, configuration: Configuration
) -> Result:
    """The page for a failure; its answer is "again" when trying again may help."""
    match error:
        case BackendRefused():
            return _refused(error.code, error.message, configuration)
        case Refusal():
            return _refused(error.code, error.message, configuration)
        case DeviceError():
            now = Text(f"faults.{error.fault.id}.resident")
            return _failed(item, now, configuration, code=error.fault.id)
        case Unsettled():
            return _unsettled(error, configuration)
        case JournalError() | LogUnwritable():
            return _failed(item, Text("operation.unwritable"), configuration, code="journal", again=False)
        case BackendError():
            name = _BACKEND_TEXTS[type(error)]
            return _failed(item, Text(f"backend.{name}"), configuration, code=name)
        case _:
            return _failed(item, Text("common.internal_fault"), configuration, code="internal", again=False)


def _failed(item: ServiceItem, now: Text, configuration: Configuration, *, code: str, again: bool = True) -> Result:
    return Result(
        headline=Text(f"{item.key}.failed"),
        outcome=Outcome.FAILED,
        what_now=(now,),
        who_helps=who_helps(configuration),
        code=code,
        main=TRY_AGAIN if again else None,
    )


def _unsettled(error: Unsettled, configuration: Configuration) -> Result:
    """Another operation of this person or card has no outcome yet: nothing new is begun before it has."""
    return Result(
        headline=Text("operation.wait_for_other"),
        outcome=Outcome.UNKNOWN,
        what_now=(Text("operation.wait_for_other_now"),),
        who_helps=who_helps(configuration),
        reference=error.number,
    )


def _refused(code: str, message: str, configuration: Configuration) -> Result:
    """A refusal in our words; one that we do not know in the bureau's own."""
    if f"refusals.{code}.what" in known_ids(Language.ZH_CN):
        headline, now = Text(f"refusals.{code}.what"), Text(f"refusals.{code}.now")
    else:
        headline, now = Text("refusals.unknown"), literal(cleaned(message))
    return Result(
        headline=headline, outcome=Outcome.REFUSED, what_now=(now,), who_helps=who_helps(configuration), code=code
    )


LONGEST_MESSAGE = 120


def cleaned(message: str) -> str:
    """The bureau's sentence without control characters, at most 120 characters long."""
    kept = "".join(letter if letter.isprintable() else " " for letter in message)
    return " ".join(kept.split())[:LONGEST_MESSAGE]
