"""一次申请，多事联办: several things confirmed on one page, each an operation of its own, told together on one slip."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from devices.faults import DeviceError
from kiosk.backend.errors import BackendError, BackendRefused
from kiosk.backend.schemas import PersonAnswered
from kiosk.conclusion import Whole, conclude
from kiosk.journal import JournalError, Operation, Standing, State
from kiosk.log import LogUnwritable
from kiosk.operation_words import outcome_of, words_of
from kiosk.operations import BUREAU
from kiosk.place import who_helps
from kiosk.proven import Resident
from kiosk.receipts import joint_slip
from kiosk.refusals import Refusal, refusal_words
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Outcome, Point, Result, Row, Steps, Tone

FINISH = Button("finish", Text("common.finish"))
TONES = {Standing.DONE: Tone.GOOD, Standing.NOT_DONE: Tone.DANGER, Standing.PENDING: Tone.ATTENTION}


@dataclass(frozen=True)
class Part:
    """One of the things: what the summary says of it, and what does it, once all was confirmed."""

    title: Text
    point: Point
    carry_out: Callable[[Session, Resident], Awaitable[Operation]] = field(repr=False)


@dataclass(frozen=True)
class Ended:
    """What became of one: its operation; or why there is none, because it was not even begun."""

    title: Text
    operation: Operation | None
    why: Text | None = None

    @property
    def done(self) -> bool:
        """Whether it is done."""
        return self.operation is not None and self.operation.standing is Standing.DONE

    @property
    def pending(self) -> bool:
        """Whether its outcome is not known yet."""
        return self.operation is not None and self.operation.standing is Standing.PENDING

    @property
    def row(self) -> Row:
        """For result and slip: its own outcome, and its own reference number."""
        if self.operation is None:
            return Row(self.title, Text("together.not_begun"), Tone.DANGER, self.why)
        number = str(self.operation.reference)
        means = Text("together.means", words=_means(self.operation), reference=number)
        return Row(self.title, outcome_of(self.operation), TONES[self.operation.standing], means)


async def carry_out_all(session: Session, parts: Iterable[Part], resident: Resident) -> tuple[Ended, ...]:
    """One after the other, whatever becomes of those before; one that cannot be begun says why."""
    return tuple([await _carried_out(session, part, resident) for part in parts])


async def conclude_together(
    session: Session, ended: tuple[Ended, ...], person: PersonAnswered, steps: Steps, *, title: Text
) -> None:
    """One page and one slip for all of them; without any operation, the page alone."""
    rows, whole = tuple(each.row for each in ended), _whole(ended)
    first = next((each.operation for each in ended if each.operation is not None), None)
    if first is None:
        await session.offer(_nothing_begun(session, rows, steps))
        return
    slip = partial(joint_slip, session.surroundings, first, person, rows, title=title, outcome=whole.headline)
    await conclude(session, first, steps, rows, slip, whole=whole)


async def _carried_out(session: Session, part: Part, resident: Resident) -> Ended:
    """What failed after its operation was begun, as finding out about a torn card, leaves that as it stands."""
    before = session.operation
    try:
        return Ended(part.title, await part.carry_out(session, resident))
    except (DeviceError, BackendError, Refusal, JournalError, LogUnwritable) as failure:
        if session.operation is not before:
            return Ended(part.title, session.operation)
        return Ended(part.title, None, _why(failure))


def _why(failure: Exception) -> Text:
    match failure:
        case BackendRefused() | Refusal():
            return refusal_words(failure.code, failure.message)
        case DeviceError():
            return Text(f"faults.{failure.fault.id}.resident")
        case _:
            return Text("together.not_begun_means")


def _means(operation: Operation) -> Text:
    """A refusal in its own words; otherwise the item's."""
    half = operation.half(BUREAU)
    if half.state is State.REFUSED:
        return refusal_words(half.detail, str((half.answer or {}).get("message", "")))
    return words_of(operation, f"{operation.standing.value}_now")


def _whole(ended: tuple[Ended, ...]) -> Whole:
    """「4 件都办好了」, or how many of them."""
    done, pending = sum(each.done for each in ended), sum(each.pending for each in ended)
    if done == len(ended):
        if done == 1:
            return Whole(Text("together.one_done"), Outcome.DONE, (Text("together.one_done_now"),))
        return Whole(Text("together.all_done", count=done), Outcome.DONE, (Text("together.all_done_now"),))
    words = Text("together.some_done", done=done, count=len(ended))
    if pending:
        return Whole(words, Outcome.UNKNOWN, (Text("together.some_pending_now"),))
    return Whole(words, Outcome.FAILED, (Text("together.some_done_now"),))


def _nothing_begun(session: Session, rows: tuple[Row, ...], steps: Steps) -> Result:
    return Result(
        headline=Text("together.none_begun"),
        outcome=Outcome.FAILED,
        steps=steps,
        what_now=(Text("together.some_done_now"),),
        who_helps=who_helps(session.configuration),
        rows=rows,
        main=FINISH,
    )
