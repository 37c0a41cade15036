"""Carries out what has consequences: written down, sent once, and settled, whoever leaves or whatever breaks.

An operation is carried out in a task of its own: leaving a page cancels the waiting for it, never the operation.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from enum import Enum, unique
from functools import partial
from typing import Any, Final, TypeVar

from kiosk.backend.errors import BackendError, BackendRefused, BackendUnreachable
from kiosk.backend.line import BureauLine
from kiosk.backend.operations import Ended, Item, Mark, Outcome, Ticket
from kiosk.backend.schemas import InsertedCard
from kiosk.journal import AlreadySent, Draft, Half, JournalError, Operation, Standing, State, Unsettled
from kiosk.journal.desk import JournalDesk
from kiosk.log import EventLog

R = TypeVar("R")

BUREAU: Final = "bureau"
CHIP: Final = "chip"
SPOILT: Final = "spoilt"
"""The names of halves: what is done at the bureau, what on the card in the reader; and whether a paper with a number
came out spoilt, which its voiding at the bureau waits for."""
AGAIN_AFTER: Final = 10.0
"""Seconds between two rounds over what is unsettled."""
BEYOND: Final = frozenset({Item.REPORT_BANK_LOSS})
"""What the bureau hands on to another house: nobody stands and waits twice for that one."""
UNTIL_TAKEN: Final = frozenset({Item.RATE_SERVICE})
"""What nobody waits for, and what is worth as much an hour later: it is sent until the bureau is there again."""
SEALED_CODES: Final = frozenset({"SEALED"})
NOT_TAKEN: Final = frozenset({"KEY_REUSED"})


@unique
class ChipEnd(Enum):
    """How the chip's half ended, as the chip itself told."""

    CHANGED = "changed"
    REFUSED = "refused"
    """The chip said no: the old PIN was wrong after all."""
    REJECTED = "rejected"
    """The chip said no to what the HSM had authorised."""
    UNTOUCHED = "untouched"
    """The chip is as it was: nothing was authorised or sent, or what was sent did not arrive."""


ChipAct = Callable[[str], Awaitable[ChipEnd]]
"""What is done on the chip, under the mark that it is given."""


class ChipLostError(Exception):
    """The card went away before it answered: which PIN it has must be found out."""

    def __init__(self, operation: Operation) -> None:
        super().__init__(operation.reference.number)
        self.operation = operation


class EndUnwrittenError(JournalError):
    """What became of it could not be written down: nobody knows before the journal is whole again and settles it."""

    def __init__(self, operation: Operation) -> None:
        super().__init__(operation.reference.number)
        self.operation = operation


class Operations:
    """All operations of this terminal: those of the resident who is here, and those that are still to be settled."""

    def __init__(self, journal: JournalDesk, bureau: BureauLine, log: EventLog, *, ticket_seconds: float) -> None:
        self._journal = journal
        self._bureau = bureau
        self._log = log
        self._ticket_seconds = ticket_seconds
        self._owned: set[asyncio.Task[Any]] = set()
        self._news = asyncio.Event()

    @property
    def busy(self) -> bool:
        """Whether an operation is being carried out at this moment."""
        return bool(self._owned) or self._journal.busy

    @property
    def journal(self) -> JournalDesk:
        """For questions; what changes something goes through the methods here."""
        return self._journal

    # For the resident who is here.

    async def at_the_bureau(self, draft: Draft, session: int | None = None) -> Operation:
        """An operation of one half. Returns when it is settled, or unknown for now.

        `session`: in which somebody confirmed it, for the event log; what nobody confirmed does not stand there. Raises
        `LogUnwritable` where its beginning cannot be written there, `Unsettled` when this person or card has another
        one open, `JournalError` when it cannot be written: nothing was sent then, but for `EndUnwrittenError`.
        """
        if session is None:
            return await self._own(self._one_half(draft))
        self._begin(session, draft)
        return await self._own(self._noted(session, draft, partial(self._one_half, draft)))

    async def both(self, draft: Draft, apart: Draft, session: int) -> tuple[Operation, Operation]:
        """Two operations of one intention, as a card's loss and its account's at the bank, each with its own outcome.

        Both are written down before either is sent. `apart` is left undone where `draft` surely has no effect; where an
        operation like it is open already, it is that one. `apart.person` must be another one than `draft.person`, since
        neither may wait for the other. Raises as `at_the_bureau`, of `draft` alone: what cannot be written of `apart`
        leaves that one open.
        """
        self._begin(session, draft, apart)
        return await self._own(self._both(draft, apart, session))

    def by_itself(self, carrying: Coroutine[Any, Any, object]) -> None:
        """Have something here carried out that nobody waits for: what cannot be written now is not done."""
        task = asyncio.ensure_future(carrying)
        self._owned.add(task)
        task.add_done_callback(self._disowned)

    async def on_the_chip(self, draft: Draft, card: InsertedCard, act: ChipAct, session: int) -> Operation:
        """An operation of two halves: the bureau opens a mark, `act` changes the chip, the bureau closes the mark.

        `act` is given the mark, which the HSM's commands are bound to.

        Raises as `at_the_bureau`, and `ChipLostError` when `act` failed without an answer.
        """
        self._begin(session, draft)
        return await self._own(self._noted(session, draft, partial(self._two_halves, draft, card, act)))

    async def found_out(self, operation: Operation, card: InsertedCard, session: int, *, changed: bool) -> Operation:
        """The card was there again and showed which PIN it has: the chip's half is settled and the mark closed."""
        end = ChipEnd.CHANGED if changed else ChipEnd.UNTOUCHED
        return await self._own(self._noted(session, operation, partial(self._chip_ended, operation, card, end)))

    async def ready_to_void(self, draft: Draft) -> Operation:
        """The voiding of a paper, written down before there is one: a restart that finds it so carries it out.

        Two halves, SPOILT and BUREAU. Raises as `at_the_bureau`: then there must be no paper.
        """
        return await self._own(self._ready_to_void(draft))

    async def kept(self, ready: Operation) -> Operation:
        """The paper is out, whole, or there never was one: nothing is voided."""
        key = ready.half(SPOILT).key
        return await self._own(self._journal.call(lambda journal: journal.reversed(key, "whole")))

    async def voided(self, ready: Operation) -> Operation:
        """The paper is not out, or not whole: it is voided, now or as soon as the bureau can be asked."""
        return await self._own(self._voided(ready))

    async def quiet(self, seconds: float) -> None:
        """Wait until nothing is being carried out, at most so long."""
        if self._owned:
            await asyncio.wait(self._owned, timeout=seconds)

    # In the background.

    async def recover(self) -> None:
        """At a start: what was under way when the power went is named; `run` settles it."""
        found = await self._journal.call(lambda journal: journal.recover())
        self._log.write("journal.recovered", dropped=found.dropped, unknown=found.unknown, slips=found.slips)

    async def run(self) -> None:
        """Settle what is unsettled, and close marks whose end is known, for as long as the terminal runs."""
        while True:
            await self.settle_all()
            self._news.clear()
            try:
                async with asyncio.timeout(AGAIN_AFTER):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def settle_all(self) -> None:
        """One round: each operation by itself, so that one that cannot be settled keeps no other one waiting.

        While anything is being carried out nothing is settled from the side: it might be sealed under way.
        """
        if self._owned:
            return
        await self._journal.call(lambda journal: journal.drop_unsent())
        for operation in await self._journal.call(lambda journal: journal.unsettled()):
            if self._owned:
                return
            await self._settled_quietly(operation)
        for operation in await self._journal.call(lambda journal: journal.all_marked()):
            if self._owned:
                return
            await self._closed_quietly(operation)
        late = await self._journal.call(lambda journal: journal.tickets.open_late(self._ticket_seconds))
        for ticket in late:
            self._log.write("journal.ticket", reference=ticket.reference, item=ticket.item, why=ticket.why)

    # One half.

    async def _one_half(self, draft: Draft) -> Operation:
        operation = await self._journal.call(lambda journal: journal.prepare(draft))
        return await self._sent(operation, operation.half(BUREAU))

    async def _both(self, draft: Draft, apart: Draft, session: int) -> tuple[Operation, Operation]:
        try:
            operation = await self._journal.call(lambda journal: journal.prepare(draft))
        except Unsettled:
            self._note_not_begun(session, draft, apart)
            raise
        other = await self._prepared_or_open(apart)
        operation = await self._noted(session, draft, partial(self._sent, operation, operation.half(BUREAU)))
        with suppress(JournalError):
            other = await self._noted(session, apart, partial(self._sent_after, operation, other))
        return operation, other

    async def _sent_after(self, operation: Operation, other: Operation) -> Operation:
        """What goes along with `operation`: sent unless that is surely not done, or it is under way already."""
        half = other.half(BUREAU)
        if half.state is not State.PREPARED:
            return other
        if operation.standing is Standing.NOT_DONE:
            return await self._journal.call(lambda journal: journal.reversed(half.key, "not_sent"))
        return await self._sent(other, half)

    async def _prepared_or_open(self, draft: Draft) -> Operation:
        try:
            return await self._journal.call(lambda journal: journal.prepare(draft))
        except Unsettled as error:
            number = error.number
            return await self._journal.call(lambda journal: journal.by_number(number))

    async def _sent(self, operation: Operation, half: Half) -> Operation:
        """Send a half that was never sent; a lost answer is settled at once where the bureau can be asked."""
        with _unknown_unless_written(operation, half):
            body = await self._journal.call(lambda journal: journal.sending(half.key))
            return await self._answered(operation, half, self._operate(operation, half, body))

    async def _answered(self, operation: Operation, half: Half, asking: Awaitable[Outcome]) -> Operation:
        try:
            outcome = await asking
        except BackendError as error:
            return await self._failed(operation, half, error)
        return await self._ended(half, outcome)

    async def _failed(self, operation: Operation, half: Half, error: BackendError) -> Operation:
        """Only 'not one byte was sent' and 'sealed' mean that it was not done; all else is not known."""
        if isinstance(error, BackendRefused) and error.code in SEALED_CODES:
            return await self._journal.call(lambda journal: journal.reversed(half.key, "sealed"))
        unsent = isinstance(error, BackendUnreachable) and half.sends == 0
        if unsent and not half.waits and Item(operation.item) not in UNTIL_TAKEN:
            # what waits for another half must follow it, however late
            return await self._journal.call(lambda journal: journal.reversed(half.key, "unreachable"))
        operation = await self._journal.call(lambda journal: journal.unknown(half.key, "no_answer"))
        if isinstance(error, BackendRefused) and error.code in NOT_TAKEN:
            await self._journal.call(lambda journal: journal.tickets.open_for(operation.reference.number, error.code))
        if Item(operation.item) in BEYOND:
            self._news.set()
            return operation
        return await self._once_more(operation, half)

    async def _once_more(self, operation: Operation, half: Half) -> Operation:
        """Ask at once what became of it: while the resident waits, and before anything else."""
        try:
            return await self._settled(operation, half, aside=False)
        except BackendError:
            self._news.set()
            return operation

    async def _ended(self, half: Half, outcome: Outcome) -> Operation:
        answer = outcome.model_dump(mode="json")
        match outcome.outcome:
            case Ended.CONFIRMED:
                return await self._journal.call(lambda journal: journal.confirmed(half.key, answer))
            case Ended.REFUSED:
                code = outcome.code or "REFUSED"
                return await self._journal.call(lambda journal: journal.refused(half.key, code, answer))
            case Ended.SEALED:
                return await self._journal.call(lambda journal: journal.reversed(half.key, "sealed"))

    # A paper, and what takes its number back.

    async def _ready_to_void(self, draft: Draft) -> Operation:
        operation = await self._journal.call(lambda journal: journal.prepare(draft))
        key = operation.half(SPOILT).key
        await self._journal.call(lambda journal: journal.sending(key))
        return operation

    async def _voided(self, ready: Operation) -> Operation:
        key = ready.half(SPOILT).key
        operation = await self._journal.call(lambda journal: journal.confirmed(key))
        return await self._sent(operation, operation.half(BUREAU))

    async def _cut_short(self, operation: Operation) -> Operation:
        """The power went while a paper came out: nobody knows how much of it, so that it must not count."""
        spoilt, bureau = operation.half(SPOILT), operation.half(BUREAU)
        if spoilt.state is State.UNKNOWN:
            self._log.write("journal.paper_cut_short", reference=operation.reference.number)
            operation = await self._journal.call(lambda journal: journal.confirmed(spoilt.key))
        if bureau.state is not State.PREPARED:
            return operation
        body = await self._journal.call(lambda journal: journal.sending(bureau.key))
        return await self._answered(operation, bureau, self._operate(operation, bureau, body, aside=True))

    # Two halves.

    async def _two_halves(self, draft: Draft, card: InsertedCard, act: ChipAct) -> Operation:
        operation = await self._one_half(draft)
        if operation.half(BUREAU).state is not State.CONFIRMED:
            return operation
        number, chip = operation.reference.number, operation.half(CHIP)
        await self._journal.call(lambda journal: journal.mark(number))
        await self._journal.call(lambda journal: journal.sending(chip.key))
        try:
            end = await act(operation.half(BUREAU).key)
        except Exception as error:
            with _unknown_unless_written(operation, chip):
                operation = await self._journal.call(lambda journal: journal.unknown(chip.key, "card_gone"))
            raise ChipLostError(operation) from error
        with _unknown_unless_written(operation, chip):
            return await self._chip_ended(operation, card, end)

    async def _chip_ended(self, operation: Operation, card: InsertedCard, end: ChipEnd) -> Operation:
        key = operation.half(CHIP).key
        match end:
            case ChipEnd.CHANGED:
                operation = await self._journal.call(lambda journal: journal.confirmed(key))
            case ChipEnd.REFUSED:
                operation = await self._journal.call(lambda journal: journal.refused(key, "PIN_WRONG"))
            case ChipEnd.REJECTED:
                operation = await self._journal.call(lambda journal: journal.refused(key, "CARD_REFUSED"))
            case ChipEnd.UNTOUCHED:
                operation = await self._journal.call(lambda journal: journal.reversed(key, "undone"))
        return await self._closed_quietly(operation, card)

    # Settling.

    async def _settled_quietly(self, operation: Operation) -> None:
        """One operation's round; the bureau's being away is no news."""
        for half in operation.halves:
            try:
                if half.name == BUREAU and half.state in (State.SENT, State.UNKNOWN):
                    operation = await self._settled(operation, half, aside=True)
                elif half.name == SPOILT and half.state in (State.UNKNOWN, State.CONFIRMED):
                    operation = await self._cut_short(operation)
                elif half.name == CHIP and half.state is State.PREPARED:
                    operation = await self._chip_never_sent(operation, half)
                elif half.name == CHIP and half.state is State.UNKNOWN:
                    operation = await self._chip_shown_elsewhere(operation, half)
            except BackendError:
                return

    async def _settled(self, operation: Operation, half: Half, *, aside: bool) -> Operation:
        """The outcome by `settle`, which seals what has not come; a loss report is sent again instead."""
        if operation.repeatable:
            try:
                body = await self._journal.call(lambda journal: journal.sending_again(half.key))
            except AlreadySent:  # settled from the other side meanwhile
                return await self._journal.call(lambda journal: journal.by_key(half.key))
            outcome = await self._operate(operation, half, body, aside=aside)
        else:
            ticket = _ticket(operation, half)
            outcome = await self._asked(ticket, aside=aside)
        return await self._ended(half, outcome)

    async def _chip_never_sent(self, operation: Operation, half: Half) -> Operation:
        """The power went between the halves: the chip was not touched, and nobody is here to touch it."""
        if operation.half(BUREAU).state is not State.CONFIRMED:
            return operation
        number = operation.reference.number
        await self._journal.call(lambda journal: journal.mark(number))
        return await self._journal.call(lambda journal: journal.reversed(half.key, "not_sent"))

    async def _chip_shown_elsewhere(self, operation: Operation, half: Half) -> Operation:
        """Nobody here knows which PIN the chip has; the bureau does once its holder has shown the card anywhere."""
        ticket = _ticket(operation, operation.half(BUREAU))
        outcome = await self._asked(ticket, aside=True)
        match outcome.mark:
            case Mark.CHANGED:
                return await self._journal.call(lambda journal: journal.confirmed(half.key))
            case Mark.UNCHANGED:
                return await self._journal.call(lambda journal: journal.reversed(half.key, "undone"))
            case _:
                return operation

    async def _closed_quietly(self, operation: Operation, card: InsertedCard | None = None) -> Operation:
        """Tell the bureau how the chip ended, if that is known; the mark stays until it has heard it."""
        chip = {State.CONFIRMED: Mark.CHANGED, State.REFUSED: Mark.UNCHANGED, State.REVERSED: Mark.UNCHANGED}.get(
            operation.half(CHIP).state
        )
        shown = card or _card_of(operation)
        if chip is None or shown is None:
            return operation
        mark, number = operation.half(BUREAU).key, operation.reference.number
        try:
            await self._bureau.call(
                "close_pin_change",
                lambda bureau: bureau.close_pin_change(mark, shown, chip),
                aside=card is None,
                alone=card is None,
            )
        except BackendError as error:
            if not _ended_otherwise(error):
                self._news.set()
                return operation
        await self._journal.call(lambda journal: journal.unmark(number))
        return await self._journal.call(lambda journal: journal.by_key(mark))

    # In the event log: that it begins, before anything is written or sent, and how it ended, whoever has left.

    def _begin(self, session: int, *drafts: Draft) -> None:
        for draft in drafts:
            self._log.write("operation.started", session=session, item=draft.item, intention=draft.intention)

    async def _noted(
        self, session: int, begun: Draft | Operation, carry: Callable[[], Awaitable[Operation]]
    ) -> Operation:
        try:
            operation = await carry()
        except ChipLostError as lost:
            self._note(session, begun, lost.operation)
            raise
        except Unsettled:
            self._note_not_begun(session, begun)
            raise
        self._note(session, begun, operation)
        return operation

    def _note(self, session: int, begun: Draft | Operation, operation: Operation) -> None:
        self._log.write(
            "operation.ended",
            session=session,
            item=operation.item,
            intention=begun.intention,
            reference=operation.reference.number,
            standing=operation.standing.value,
            code=operation.half(BUREAU).detail,
        )

    def _note_not_begun(self, session: int, *drafts: Draft | Operation) -> None:
        """Another one of this person or card is open."""
        for draft in drafts:
            self._log.write(
                "operation.ended",
                session=session,
                item=draft.item,
                intention=draft.intention,
                standing=Standing.NOT_DONE.value,
                code="unsettled",
            )

    # Its own.

    async def _asked(self, ticket: Ticket, *, aside: bool) -> Outcome:
        """What became of it; a bureau that cannot tell of one operation is there for all others."""
        return await self._bureau.call("settle", lambda bureau: bureau.settle(ticket), aside=aside, alone=aside)

    async def _operate(self, operation: Operation, half: Half, body: Any, *, aside: bool = False) -> Outcome:
        ticket, item = _ticket(operation, half), Item(operation.item)
        return await self._bureau.call(
            item.value,
            lambda bureau: bureau.operate(item, ticket, body),
            aside=aside,
            alone=aside or item in BEYOND,
        )

    async def _own(self, carrying: Coroutine[Any, Any, R]) -> R:
        """Carry it out in a task that outlives whoever waits for it."""
        task = asyncio.ensure_future(carrying)
        self._owned.add(task)
        task.add_done_callback(self._disowned)
        return await asyncio.shield(task)

    def _disowned(self, task: asyncio.Task[Any]) -> None:
        self._owned.discard(task)
        self._news.set()
        if not task.cancelled():
            task.exception()


@contextmanager
def _unknown_unless_written(operation: Operation, half: Half) -> Generator[None]:
    """Its last half is sent inside, or its end is written: a commit that failed may stand on the disk, and is settled.

    The half before it only opens the way: nothing is done by that yet.
    """
    try:
        yield
    except JournalError as error:
        if half.key != operation.halves[-1].key:
            raise
        raise EndUnwrittenError(operation) from error


def _ended_otherwise(error: BackendError) -> bool:
    """The card was changed once more since, and the bureau has closed the mark by that: nothing is left to tell."""
    return isinstance(error, BackendRefused) and error.code == "MARK_CLOSED"


def _ticket(operation: Operation, half: Half) -> Ticket:
    return Ticket(key=half.key, number=operation.reference.number, check=operation.reference.check)


def _card_of(operation: Operation) -> InsertedCard | None:
    """The card that an operation is about, while the journal keeps it; None once its key is destroyed."""
    return None if operation.personal is None else InsertedCard.model_validate(operation.personal["card"])
