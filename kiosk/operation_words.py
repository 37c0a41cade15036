"""An operation's own words: by what was done (`ITEM.KIND.done`) where an item does several things, else `ITEM.done`."""

from kiosk.journal import Operation, Standing, State
from kiosk.operations import BUREAU, CHIP
from texts import Field, Language, Text, known_ids


def words_of(operation: Operation, name: str, **fields: Field) -> Text:
    """The text that the operation's item has under `name`, for its kind if there is one."""
    by_kind = f"{operation.item}.{operation.kind}.{name}"
    return Text(by_kind if by_kind in known_ids(Language.ZH_CN) else f"{operation.item}.{name}", **fields)


def while_pending(operation: Operation, hotline: str) -> Text:
    """What its holder does while nobody knows how it ended: for some of it one rings up at once."""
    if _chip_untouched(operation):
        return Text("operation.untouched_now")
    return words_of(operation, "pending_now", hotline=hotline)


def leads_on(operation: Operation) -> Text | None:
    """What is on the button where the holder has to leave to find out how it ended; None where there is no hurry."""
    words = words_of(operation, f"{operation.standing.value}_leave")
    return words if words.id in known_ids(Language.ZH_CN) and not _chip_untouched(operation) else None


def outcome_of(operation: Operation) -> Text:
    """「已临时挂失」, 「没有挂失」; 「结果待确认」, or in the item's own words what is still to be done for it."""
    words = words_of(operation, operation.standing.value)
    unsaid = operation.standing is Standing.PENDING and words.id not in known_ids(Language.ZH_CN)
    return Text("operation.pending") if unsaid or _chip_untouched(operation) else words


def _chip_untouched(operation: Operation) -> bool:
    """Whether the chip's half surely was not sent: it follows the bureau's, of which nobody knows yet."""
    states = {half.name: half.state for half in operation.halves}
    return states.get(CHIP) is State.PREPARED and states[BUREAU] in (State.SENT, State.UNKNOWN)
