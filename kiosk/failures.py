"""Every failure as a page that says three things: did it happen, what to do now, who can help."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

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
from kiosk.journal import JournalError, Operation, Standing, Unsettled
from kiosk.log import LogUnwritable
from kiosk.operation_words import leads_on, outcome_of, while_pending
from kiosk.place import service_point, who_helps
from kiosk.refusals import Refusal, refusal_page_words
from kiosk.services.catalogue import ServiceItem
from texts import Language, Text, known_ids
from ui.pages import Button, Outcome, Result

_BACKEND_TEXTS: dict[type[BackendError], str] = {
    BackendUnreachable: "unreachable",
    BackendSilent: "silent",
    BackendMalformed: "malformed",
    BackendUnauthorised: "unauthorised",
    ClockSkew: "clock_skew",
}

STANDINGS: Final[Mapping[Standing, Outcome]] = {
    Standing.DONE: Outcome.DONE,
    Standing.NOT_DONE: Outcome.FAILED,
    Standing.PENDING: Outcome.UNKNOWN,
}
"""How an operation stands, as its page shows it."""
TRY_AGAIN = Button("again", Text("common.try_again"))
FINISH: Final = "finish"
"""The key of what ends the visit where leaving is the next step."""


def failure_page(
    error: Exception, item: ServiceItem, configuration: Configuration, helping: tuple[Button, ...] = ()
) -> Result:
    """The page for a failure; its answer is "again" when trying again may help, or the key of one of `helping`."""
    page = _page(error, item, configuration, helping)
    point = service_point(configuration) if item.at_the_street else None
    return page if point is None else replace(page, what_now=(*page.what_now, point))


def _page(error: Exception, item: ServiceItem, configuration: Configuration, helping: tuple[Button, ...]) -> Result:
    match error:
        case BackendRefused() | Refusal():
            return _refused(error, configuration, helping)
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
        what_now=(now, *_at_once(item)),
        who_helps=who_helps(configuration),
        code=code,
        main=TRY_AGAIN if again else None,
    )


def _at_once(item: ServiceItem) -> tuple[Text, ...]:
    """Where it cannot wait until the terminal can do it: what else one does now."""
    words = Text(f"{item.key}.failed_now")
    return (words,) if words.id in known_ids(Language.ZH_CN) else ()


def failure_after(operation: Operation, page: Result, hotline: str) -> Result:
    """What to say instead of `page` when it came after `operation`, which stands as it ended and is not repeated."""
    pending, onwards = operation.standing is Standing.PENDING, leads_on(operation)
    return replace(
        page,
        headline=outcome_of(operation),
        outcome=STANDINGS[operation.standing],
        what_now=(while_pending(operation, hotline) if pending else Text("common.fault_after"),),
        reference=str(operation.reference),
        main=onwards and Button(FINISH, onwards),
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


def code_of(error: Exception) -> str:
    """The code of a refusal, by a rule here or by the bureau; empty for what is none."""
    return error.code if isinstance(error, BackendRefused | Refusal) else ""


def _refused(error: BackendRefused | Refusal, configuration: Configuration, helping: tuple[Button, ...]) -> Result:
    """A refusal in our words, or the bureau's own, with what is known of this very case and whatever else stands
    against it; the item that helps is the page's main button."""
    headline, now = refusal_page_words(error.code, error.message)
    detail, also = (error.detail, error.also) if isinstance(error, Refusal) else ((), ())
    return Result(
        headline=headline,
        outcome=Outcome.REFUSED,
        what_now=(*detail, now, *(Text("refusals.also", what=what) for what in also)),
        who_helps=who_helps(configuration),
        code=error.code,
        main=helping[0] if helping else None,
        buttons=helping[1:],
    )
