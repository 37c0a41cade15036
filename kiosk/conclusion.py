"""How every service ends that has done something: the result in words, the slip with its own print state."""

from collections.abc import Callable

from devices.faults import DeviceError
from devices.receipt_printer import Printed
from devices.slip import Slip
from kiosk.journal import Operation, SlipState, Standing, State
from kiosk.operation_words import outcome_of, words_of
from kiosk.operations import BUREAU
from kiosk.place import who_helps
from kiosk.refusals import refusal_page_words
from kiosk.session import Session
from kiosk.slip_content import content_of
from texts import Text
from ui.pages import Button, Outcome, Picture, Print, Result, Row, Steps

PRINT = Button("print", Text("operation.print"))
PRINT_AGAIN = Button("print", Text("operation.print_again"))
FINISH = Button("finish", Text("common.finish"))

_OUTCOMES = {Standing.DONE: Outcome.DONE, Standing.NOT_DONE: Outcome.FAILED, Standing.PENDING: Outcome.UNKNOWN}
SLIP_STATES = {Printed.CONFIRMED: SlipState.PRINTED, Printed.UNCONFIRMED: SlipState.UNCONFIRMED}


async def conclude(
    session: Session, operation: Operation, steps: Steps, rows: tuple[Row, ...], slip: Callable[[], Slip]
) -> None:
    """Show what became of the operation, and print its slip as often as asked for; printing changes nothing else."""
    session.log.write(
        "operation.ended",
        session=session.number,
        item=operation.item,
        intention=operation.intention,
        reference=operation.reference.number,
        standing=operation.standing.value,
        code=operation.half(BUREAU).detail,
    )
    journal = session.surroundings.operations.journal
    number = operation.reference.number
    await journal.call(lambda book: book.slips.keep(number, content_of(slip())))
    printed: Text | None = None
    while await session.offer(_result(session, operation, steps, rows, printed)) == PRINT.key:
        printed = await _print(session, operation, slip(), steps)


def _result(
    session: Session, operation: Operation, steps: Steps, rows: tuple[Row, ...], printed: Text | None
) -> Result:
    standing = operation.standing
    printer = session.equipment.receipt_printer.usable
    first = printed is None and printer
    return Result(
        headline=outcome_of(operation),
        outcome=_refused_or(_OUTCOMES[standing], operation),
        steps=steps,
        what_now=(*_what_now(operation), *((printed,) if printed else ())),
        who_helps=None if standing is Standing.DONE else who_helps(session.configuration),
        rows=rows,
        picture=Picture.TAKE_SLIP if printed is not None else None,
        reference=str(operation.reference),
        main=PRINT if first else FINISH,
        buttons=() if first or not printer else (PRINT_AGAIN,),
    )


def _refused_or(outcome: Outcome, operation: Operation) -> Outcome:
    return Outcome.REFUSED if operation.half(BUREAU).state is State.REFUSED else outcome


def _what_now(operation: Operation) -> tuple[Text, ...]:
    """A refusal in its own words; otherwise the item's."""
    bureau = operation.half(BUREAU)
    if bureau.state is State.REFUSED:
        return refusal_page_words(bureau.detail, str((bureau.answer or {}).get("message", "")))
    return (words_of(operation, f"{operation.standing.value}_now"),)


async def _print(session: Session, operation: Operation, slip: Slip, steps: Steps) -> Text:
    """Print, note what became of the paper, and say it."""
    journal, number = session.surroundings.operations.journal, operation.reference.number
    await journal.call(lambda book: book.slips.printing(number))
    session.show(Print(headline=Text("operation.printing"), how=Text("operation.printing_how"), steps=steps))
    try:
        printed = await session.printed(slip)
    except DeviceError as error:
        await journal.call(lambda book: book.slips.printed(number, SlipState.FAILED))
        return Text("operation.not_printed", why=Text(f"faults.{error.fault.id}.resident"))
    await journal.call(lambda book: book.slips.printed(number, SLIP_STATES[printed]))
    return Text("operation.printed" if printed is Printed.CONFIRMED else "operation.printed_unconfirmed")
