"""业务进度查询: what became of an operation at any terminal, for whoever holds its slip; done, not done or pending."""

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendRefused
from kiosk.backend.operations import StandingTold
from kiosk.journal import Reference, Standing, TooManyLookups
from kiosk.journal.reference import LEAST_LENGTH, MOST_LENGTH, SERIAL_LENGTHS, joined, terminal_of
from kiosk.place import who_helps
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import Button, CodeEntry, Outcome, Result, Steps

FINISH = Button("finish", Text("common.finish"))
ANOTHER = Button("another", Text("check_reference.another"))
NOT_FOUND = "NO_REFERENCE"
_OUTCOMES = {Standing.DONE: Outcome.DONE, Standing.NOT_DONE: Outcome.FAILED, Standing.PENDING: Outcome.UNKNOWN}


async def check_reference(session: Session) -> None:
    """Type the reference, hear how it stands, and another one if one likes. Nothing else is told."""
    trouble: Text | None = None
    while True:
        reference = joined((await session.offer(_entry(session, trouble))).digits)
        standing = None if reference is None else await _standing(session, reference)
        trouble = Text("check_reference.not_found") if standing is None else None
        if standing is not None and await session.offer(_told(session, standing)) == FINISH.key:
            return


def _entry(session: Session, trouble: Text | None) -> CodeEntry:
    """Groups as on a slip of this terminal; others' names may be longer or shorter, which only looks different."""
    return CodeEntry(
        headline=Text("check_reference.type_it"),
        how=Text("check_reference.where_it_stands"),
        steps=_steps(0),
        least=LEAST_LENGTH,
        most=MOST_LENGTH,
        groups=(len(session.configuration.terminal.id), *SERIAL_LENGTHS),
        trouble=trouble,
    )


async def _standing(session: Session, reference: Reference) -> Standing | None:
    """By this terminal's own journal, else by the bureau; None for what neither knows. `Refusal` for too many tries."""
    if terminal_of(reference.number) == terminal_of(f"{session.configuration.terminal.id}-"):
        own = await _own(session, reference)
        if own is not None:
            return own
    calling = session.equipment.bureau.call("standing", lambda bureau: _asked(bureau, reference))
    words, waiting_for = Text("common.looking_up"), Text("common.waiting_for_bureau")
    told = await session.working(words, waiting_for, calling)
    return None if told is None else Standing(told.value)


async def _own(session: Session, reference: Reference) -> Standing | None:
    journal = session.surroundings.operations.journal
    try:
        return await journal.call(lambda book: book.lookups.standing(str(reference)))
    except TooManyLookups as error:
        raise Refusal("TOO_MANY_LOOKUPS") from error


def _asked(bureau: Bureau, reference: Reference) -> StandingTold | None:
    try:
        return bureau.standing(reference.number, reference.check)
    except BackendRefused as refused:
        if refused.code != NOT_FOUND:
            raise
        return None


def _told(session: Session, standing: Standing) -> Result:
    return Result(
        headline=Text(f"check_reference.{standing.value}"),
        outcome=_OUTCOMES[standing],
        steps=_steps(1),
        what_now=(Text(f"check_reference.{standing.value}_now"),),
        who_helps=None if standing is Standing.DONE else who_helps(session.configuration),
        main=FINISH,
        buttons=(ANOTHER,),
    )


def _steps(current: int) -> Steps:
    """① 输入受理号 ② 查看结果."""
    return Steps((Text("check_reference.step_type"), Text("check_reference.step_look")), current)
