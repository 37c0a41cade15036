"""How every service ends that has done something: the result in words, the slip with its own print state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from devices.faults import DeviceError
from devices.receipt_printer import Printed
from devices.slip import Slip
from kiosk.failures import STANDINGS
from kiosk.journal import Operation, SlipState, Standing, State
from kiosk.operation_words import outcome_of, while_pending, words_of
from kiosk.operations import BUREAU
from kiosk.place import who_helps
from kiosk.refusals import refusal_page_words
from kiosk.session import Session
from kiosk.slip_code import TAKE_AWAY, fits, shown_as_code
from kiosk.slip_content import content_of
from texts import Text
from ui.pages import Button, Outcome, Picture, Print, Result, Row, Steps

PRINT = Button("print", Text("operation.print"))
PRINT_AGAIN = Button("print", Text("operation.print_again"))
FINISH = Button("finish", Text("common.finish"))

SLIP_STATES = {Printed.CONFIRMED: SlipState.PRINTED, Printed.UNCONFIRMED: SlipState.UNCONFIRMED}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the slip, in words; `paper`: whether one came out, as far as the printer can tell."""

    words: Text
    paper: bool


SCANNED = Taken(Text("operation.scanned"), paper=False)
"""Its code was shown; whether it was scanned only the resident knows."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What became of several operations that were confirmed as one: said in place of the first one's own words."""

    headline: Text
    outcome: Outcome
    what_now: tuple[Text, ...]


async def conclude(
    session: Session,
    operation: Operation,
    steps: Steps,
    rows: tuple[Row, ...],
    slip: Callable[[], Slip],
    *,
    whole: Whole | None = None,
) -> None:
    """Show what became of the operation, and print its slip as often as asked for; printing changes nothing else.

    `whole`: it stands for several, whose outcomes are its rows.
    """
    journal = session.surroundings.operations.journal
    number = operation.reference.number
    await journal.call(lambda book: book.slips.keep(number, content_of(slip())))
    ending = _Ending(session, operation, steps, rows, slip, whole)
    taken: Taken | None = None
    while (pressed := await session.offer(ending.result(taken))) != FINISH.key:
        taken = await ending.scanned(taken) if pressed == TAKE_AWAY.key else await _print(ending)


@dataclass(frozen=True)
class _Ending:
    """One operation's end, and what is shown and handed out of it. `slip` makes it as the language is by then."""

    session: Session
    operation: Operation
    steps: Steps
    rows: tuple[Row, ...]
    slip: Callable[[], Slip]
    whole: Whole | None = None

    def result(self, taken: Taken | None) -> Result:
        """What became of it; `taken`: of its slip, None before anybody has asked for one."""
        session, operation = self.session, self.operation
        told = self.whole or _alone(operation, session.configuration.terminal.hotline)
        printer = session.equipment.receipt_printer.usable
        return Result(
            headline=told.headline,
            outcome=told.outcome,
            steps=self.steps,
            what_now=(*((taken.words,) if taken else ()), *told.what_now),
            who_helps=None if told.outcome is Outcome.DONE else who_helps(session.configuration),
            rows=self.rows,
            picture=Picture.TAKE_SLIP if taken is not None and taken.paper else None,
            reference=str(operation.reference),
            main=PRINT if taken is None and printer else FINISH,
            buttons=tuple(self._other_ways(taken, printer=printer)),
        )

    def _other_ways(self, taken: Taken | None, *, printer: bool) -> Iterator[Button]:
        """Paper once more, or for the first time after all; and without paper, while none is out."""
        if taken is not None and printer:
            yield PRINT_AGAIN if taken.paper else PRINT
        if (taken is None or not taken.paper) and fits(self.slip()):
            yield TAKE_AWAY

    async def scanned(self, taken: Taken | None) -> Taken:
        """Show the code; what was printed before stays printed."""
        await shown_as_code(self.session, self.slip(), self.steps)
        return taken or SCANNED


def _alone(operation: Operation, hotline: str) -> Whole:
    """One operation in its own words."""
    outcome = _refused_or(STANDINGS[operation.standing], operation)
    return Whole(outcome_of(operation), outcome, _what_now(operation, hotline))


def _refused_or(outcome: Outcome, operation: Operation) -> Outcome:
    return Outcome.REFUSED if operation.half(BUREAU).state is State.REFUSED else outcome


def _what_now(operation: Operation, hotline: str) -> tuple[Text, ...]:
    """A refusal in its own words; otherwise the item's."""
    bureau = operation.half(BUREAU)
    if bureau.state is State.REFUSED:
        return refusal_page_words(bureau.detail, str((bureau.answer or {}).get("message", "")))
    if operation.standing is Standing.PENDING:
        return (while_pending(operation, hotline),)
    return (words_of(operation, f"{operation.standing.value}_now"),)


async def _print(ending: _Ending) -> Taken:
    """Print, note what became of the paper, and say it."""
    session, number = ending.session, ending.operation.reference.number
    journal = session.surroundings.operations.journal
    await journal.call(lambda book: book.slips.printing(number))
    session.show(Print(headline=Text("operation.printing"), how=Text("operation.printing_how"), steps=ending.steps))
    try:
        printed = await session.printed(ending.slip())
    except DeviceError as error:
        await journal.call(lambda book: book.slips.printed(number, SlipState.FAILED))
        return Taken(Text("operation.not_printed", why=Text(f"faults.{error.fault.id}.resident")), paper=False)
    await journal.call(lambda book: book.slips.printed(number, SLIP_STATES[printed]))
    name = "printed" if printed is Printed.CONFIRMED else "printed_unconfirmed"
    return Taken(Text(f"operation.{name}"), paper=True)
