"""Between two residents: Standby and Home, kept true, until somebody says what they came for."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, cast

from kiosk.doors import CONNECTING, Doors
from kiosk.place import counter
from kiosk.public_notices import MOST_AT_ONCE, NoticeBoard
from kiosk.services.catalogue import ServiceItem, groups, often, often_first
from kiosk.staff.branch_notice import BranchNotice
from kiosk.staff.desk import CORNER, STAFF
from kiosk.surroundings import Surroundings
from texts import Text
from ui.pages import AnyPage, Button, Group, Home, Page, Paused, Standby
from ui.stage import nothing

SHORTLY = (CONNECTING, Text("staff.paused_for.paper"), Text("staff.paused_for.cleaning"))
"""What lasts minutes at most."""
CARD_ITEM = "card_status"
"""What a card that is put in without a word is taken to ask for."""


class Reception:
    """Shows what is open, and asks."""

    def __init__(
        self,
        surroundings: Surroundings,
        doors: Doors,
        items: tuple[ServiceItem, ...],
        *,
        of_the_day: BranchNotice,
        changed: asyncio.Event,
    ) -> None:
        """`changed` is set whenever what stands on Standby or Home may no longer be true."""
        self._surroundings = surroundings
        self._stage = surroundings.stage
        self._equipment = surroundings.equipment
        self._limits = surroundings.configuration.limits
        self._doors = doors
        self._items = items
        self._of_the_day = of_the_day
        self._changed = changed
        self._board = NoticeBoard(
            surroundings.configuration.notices.file,
            lambda why: surroundings.log.write("notices.unreadable", why=why[:120]),
        )
        self._staff_here = False
        """Whether staff pressed 员工登录 while nobody is being served."""

    def staff_come(self) -> None:
        """They are asked who they are next."""
        self._staff_here = True
        self._changed.set()

    async def next_item(self) -> ServiceItem:
        """Wait for the next resident: Standby, Home, and which item; or for staff."""
        while True:
            if await self._at(self._standby) == STAFF.key:
                return STAFF
            item = await self._home()
            if item is not None:
                return item

    def offered(self, key: str) -> ServiceItem | None:
        """The item of that key if it can be begun now."""
        item = next((item for item in self._items if item.key == key), None)
        return None if item is None or self._doors.closed(item) is not None else item

    async def _home(self) -> ServiceItem | None:
        """The item that is chosen, or that a card put in asks for; None when nobody chooses."""
        if self._card_waits:
            return self._item(CARD_ITEM)
        try:
            async with asyncio.timeout(self._limits.home_idle) as quiet:
                self._stage.on_activity = lambda: _later(quiet, self._limits.home_idle)
                key = await self._at(self._home_page)
        except TimeoutError:
            self._stage.reset()
            return None
        finally:
            self._stage.on_activity = nothing
        return self._item(CARD_ITEM if key is None else key)

    async def _at(self, page: Callable[[], Page[Any]]) -> Any:
        """Show a page until it is answered, or a card is put in (None); drawn anew when what it says has changed."""
        self._staff_here = False
        while True:
            shown = page()
            asking = asyncio.ensure_future(self._stage.ask(shown))
            try:
                await self._until_it_is_another(page, shown, asking)
                if asking.done():
                    return asking.result()
                if self._staff_here:
                    return STAFF.key
                if self._card_waits:
                    return None
            finally:
                asking.cancel()

    async def _until_it_is_another(
        self, page: Callable[[], Page[Any]], shown: Page[Any], asking: "asyncio.Future[Any]"
    ) -> None:
        """Until it is answered, somebody comes, or another kind of page belongs here; what it says is kept true."""
        while not asking.done() and not self._card_waits and not self._staff_here:
            if (now := page()) != shown:
                if type(now) is not type(shown):
                    return
                self._stage.renew(cast("AnyPage", now))
                shown = now
            await _first(asking, self._changed)

    def _standby(self) -> Page[Any]:
        offers = tuple(tile for tile in map(self._tile, often_first(self._items)) if tile.enabled)
        if not offers:
            return cast("Page[Any]", self._paused())
        return Standby(
            headline=Text("terminal.welcome"),
            how=Text("terminal.touch_to_begin" if "card_reader" in self._doors.usable else "terminal.touch_alone"),
            offers=offers,
            notices=self._doors.told(),
            public=(*self._of_the_day.shown, *self._board.shown(self._surroundings.wall().date()))[:MOST_AT_ONCE],
        )

    def _home_page(self) -> Page[Any]:
        return Home(
            headline=Text("terminal.what_to_do"),
            tiles=tuple(self._tile(item) for item in often(self._items)),
            groups=tuple(self._groups()),
            notices=self._doors.told(),
            corner=CORNER,
        )

    def _groups(self) -> Iterator[Group]:
        """Everything, each item where it belongs; a group in which nothing is offered is none."""
        for key, icon in groups().items():
            tiles = tuple(self._tile(item) for item in self._items if item.group == key)
            if tiles:
                yield Group(Text(f"terminal.group_{key}"), tiles, icon)

    def _paused(self) -> Paused:
        """What lasts a moment is worth waiting for; nothing else is."""
        why = self._doors.closed(self._items[0])
        return Paused(
            headline=Text("terminal.paused_shortly" if why in SHORTLY else "terminal.paused"),
            how=why,
            told=self._opens_again(why),
            where_else=(Text("terminal.go_to", counter=counter(self._surroundings.configuration)),),
            corner=CORNER,
        )

    def _opens_again(self, why: Text | None) -> Text:
        if self._doors.by_staff:
            return Text("terminal.opens_by_staff")
        return Text("terminal.opens_when_connected" if why == CONNECTING else "terminal.opens_by_itself")

    def _tile(self, item: ServiceItem) -> Button:
        reason = self._doors.closed(item)
        title, detail = Text(f"{item.key}.title"), Text(f"{item.key}.detail")
        return Button(
            item.key,
            title,
            icon=item.icon,
            detail=detail,
            enabled=reason is None,
            reason=reason,
            keywords=item.keywords,
        )

    @property
    def _card_waits(self) -> bool:
        """A card was put in while nobody was here: it asks for its state."""
        present = self._equipment.slot_with_card is not None
        return present and not self._doors.card_left and self._doors.closed(self._item(CARD_ITEM)) is None

    def _item(self, key: str) -> ServiceItem:
        return next(item for item in (*self._items, STAFF) if item.key == key)


def _later(quiet: asyncio.Timeout, seconds: float) -> None:
    """It runs out so many seconds from now; what has run out already stays so."""
    if not quiet.expired():
        quiet.reschedule(asyncio.get_running_loop().time() + seconds)


async def _first(asking: "asyncio.Future[Any]", changed: asyncio.Event) -> None:
    """Wait until the page is answered or something has changed."""
    changing = asyncio.ensure_future(changed.wait())
    try:
        await asyncio.wait([asking, changing], return_when=asyncio.FIRST_COMPLETED)
        changed.clear()
    finally:
        changing.cancel()
