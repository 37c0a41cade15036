"""What is open: the terminal, each item, each reader; and why not, told before anybody begins."""

from kiosk.closed_items import closed_for_good
from kiosk.config import Mode
from kiosk.services.catalogue import ServiceItem
from kiosk.staff.closing import Closing
from kiosk.surroundings import Surroundings
from texts import Text

CONNECTING = Text("terminal.missing_bureau")


class Doors:
    """Holds what the terminal has found out about itself; asks the devices and the clock for the rest."""

    def __init__(self, surroundings: Surroundings, closing: Closing, items: tuple[ServiceItem, ...]) -> None:
        self._surroundings = surroundings
        self._equipment = surroundings.equipment
        self._closing = closing
        self._items = items
        self.card_left = False
        """Whether somebody's card is still in the reader."""
        self.no_journal = False
        """Whether the journal cannot be written."""
        self.refused_by_mode = False
        """Whether this live terminal was answered by a test system."""
        self.bureau_known = surroundings.configuration.terminal.mode is Mode.SANDBOX
        """In live mode nobody is served before the bureau has said that it is no test system."""

    @property
    def usable(self) -> frozenset[str]:
        """A reader with a card in it that somebody left behind is not to be used."""
        usable = self._equipment.usable
        return usable - {"card_reader"} if self.card_left else usable

    @property
    def by_staff(self) -> bool:
        """Whether staff closed them."""
        return self._closing.reason is not None

    def closed(self, item: ServiceItem) -> Text | None:
        """Why an item cannot be done now; None when it can."""
        if (shut := self._shut()) is not None:
            return shut
        if (elsewhere := closed_for_good(item.key, self._surroundings.configuration)) is not None:
            return elsewhere
        if self._surroundings.wall().time() not in item.hours:
            return Text("terminal.closed_hours", hours=str(item.hours))
        return _lacking(item.missing(self.usable))

    def told(self) -> tuple[Text, ...]:
        """What does not work, for everybody to see, and what still does."""
        if self.card_left:
            return (Text("terminal.card_left", hotline=self._surroundings.configuration.terminal.hotline),)
        names = [name for name in self._out_of_order if name in self._concerning]
        if "id_reader" in names and not self._equipment.cards_usable:
            as_one, told = ("missing_readers",), {"card_reader", "contactless_reader", "id_reader"}
        elif {"id_reader", "pin_pad"} <= set(names):
            as_one, told = ("without_id_reader_and_pin_pad",), {"id_reader", "pin_pad"}
        else:
            as_one, told = (), set[str]()
        words = (*as_one, *(f"without_{name}" for name in names if name not in told))
        return tuple(Text(f"terminal.{each}") for each in words)

    def _shut(self) -> Text | None:
        """Why nothing at all can be done."""
        reasons = (
            (self.refused_by_mode, Text("terminal.paused_test_system")),
            (not self.bureau_known, CONNECTING),
            (self.no_journal, Text("terminal.paused_no_journal")),
            (not self._surroundings.log.writable, Text("terminal.paused_no_log")),
        )
        return self._closing.reason or next((reason for is_so, reason in reasons if is_so), None)

    @property
    def _out_of_order(self) -> list[str]:
        return [device.name for device in self._equipment.devices if not device.usable]

    @property
    def _concerning(self) -> frozenset[str]:
        """The devices that residents miss when they are out of order: what items need, and what serves all."""
        needed = {name for item in self._items for ways in item.needs for way in ways for name in way}
        return frozenset(needed | {"contactless_reader", "receipt_printer"})


def _lacking(missing: frozenset[str]) -> Text | None:
    """Why an item cannot be done for want of these devices; None when there is nothing to want."""
    if missing >= {"card_reader", "id_reader"}:
        return Text("terminal.missing_readers")
    return Text(f"terminal.missing_{min(missing)}") if missing else None
