"""业务进度查询: what became of an operation at any terminal, for whoever holds its slip; and how far a card is."""

from dataclasses import dataclass

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendError, BackendRefused
from kiosk.backend.operations import Item, ReferenceStanding
from kiosk.backend.schemas import ProductionStep
from kiosk.journal import NotInJournal, Reference, Standing, TooManyLookups
from kiosk.journal.reference import LEAST_LENGTH, MOST_LENGTH, SERIAL_LENGTHS, joined, terminal_of
from kiosk.place import who_helps
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import Button, CodeEntry, Outcome, Result, Row, Steps, Tone

FINISH = Button("finish", Text("common.finish"))
ANOTHER = Button("another", Text("check_reference.another"))
NOT_FOUND = "NO_REFERENCE"
MAKE_CARDS = frozenset({Item.APPLY_CARD.value, Item.REPLACE_CARD.value, Item.EXCHANGE_CARD.value})
"""After these a card is on its way."""
_OUTCOMES = {Standing.DONE: Outcome.DONE, Standing.NOT_DONE: Outcome.FAILED, Standing.PENDING: Outcome.UNKNOWN}


@dataclass(frozen=True)
class Found:
    """How it stands; `progress`: how far the card is that was applied for."""

    standing: Standing
    progress: ProductionStep | None = None


async def check_reference(session: Session) -> None:
    """Type the reference, hear how it stands, and another one if one likes. Of whom it is, nothing is told."""
    trouble: Text | None = None
    while True:
        reference = joined((await session.offer(_entry(session, trouble))).digits)
        found = None if reference is None else await _found(session, reference)
        trouble = Text("check_reference.not_found") if found is None else None
        if found is not None and await session.offer(_told(session, found)) == FINISH.key:
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


async def _found(session: Session, reference: Reference) -> Found | None:
    """By this terminal's own journal, else by the bureau; None for what neither knows. `Refusal` for too many tries."""
    if terminal_of(reference.number) == terminal_of(f"{session.configuration.terminal.id}-"):
        own = await _own(session, reference)
        if own is not None:
            return await _with_progress(session, reference, own)
    return await _at_the_bureau(session, reference)


async def _with_progress(session: Session, reference: Reference, own: Standing) -> Found:
    """The journal knows that it was done; how far a card has come since, only the bureau does, when it answers."""
    if own is not Standing.DONE or not await _makes_a_card(session, reference):
        return Found(own)
    try:
        told = await _at_the_bureau(session, reference)
    except BackendError:
        return Found(own)
    return Found(own, None if told is None else told.progress)


async def _makes_a_card(session: Session, reference: Reference) -> bool:
    journal = session.surroundings.operations.journal
    try:
        operation = await journal.call(lambda book: book.by_number(reference.number))
    except NotInJournal:  # typed with O for 0, which the journal forgives for the standing alone
        return False
    return operation.item in MAKE_CARDS


async def _at_the_bureau(session: Session, reference: Reference) -> Found | None:
    calling = session.equipment.bureau.call("standing", lambda bureau: _asked(bureau, reference))
    words, waiting_for = Text("common.looking_up"), Text("common.waiting_for_bureau")
    told = await session.working(words, waiting_for, calling)
    return None if told is None else Found(Standing(told.standing.value), told.progress)


async def _own(session: Session, reference: Reference) -> Standing | None:
    journal = session.surroundings.operations.journal
    try:
        return await journal.call(lambda book: book.lookups.standing(str(reference)))
    except TooManyLookups as error:
        raise Refusal("TOO_MANY_LOOKUPS") from error


def _asked(bureau: Bureau, reference: Reference) -> ReferenceStanding | None:
    try:
        return bureau.reference(reference.number, reference.check)
    except BackendRefused as refused:
        if refused.code != NOT_FOUND:
            raise
        return None


def _told(session: Session, found: Found) -> Result:
    standing = found.standing
    return Result(
        headline=Text(f"check_reference.{standing.value}"),
        outcome=_OUTCOMES[standing],
        steps=_steps(1),
        what_now=(Text(f"check_reference.{standing.value}_now"),),
        who_helps=None if standing is Standing.DONE else who_helps(session.configuration),
        rows=() if found.progress is None else (_progress_row(found.progress),),
        main=FINISH,
        buttons=(ANOTHER,),
    )


def _progress_row(step: ProductionStep) -> Row:
    """制卡进度, as the state of a card shows it."""
    name = f"card_status.production.{step.value}"
    return Row(Text("card_status.label.production"), Text(name), Tone.ATTENTION, Text(f"{name}_means"))


def _steps(current: int) -> Steps:
    """① 输入受理号 ② 查看结果."""
    return Steps((Text("check_reference.step_type"), Text("check_reference.step_look")), current)
