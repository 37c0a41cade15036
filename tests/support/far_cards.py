"""The contactless reader's far end: cards laid on and lifted, by residents and staff."""

from ports import free_port
from world import World

from devices.status import Media
from sandbox.card import CardSlot
from sandbox.chip import Card
from sandbox.people import Person


class LaidOn:
    """The same simulated cards as in the slot, and any other."""

    def __init__(self, world: World, people: tuple[Person, ...]) -> None:
        self.world = world
        self.slot = CardSlot(people, port=free_port(), retry=0.005)
        world.parts = (*world.parts, self.slot)

    async def lay(self, key: str) -> None:
        """A resident's card."""
        with self.world.loop.held():
            self.slot.insert(key)
            await self._seen(Media.PRESENT)

    async def put_on(self, key: str, card: Card) -> None:
        """Any card, called `key`."""
        with self.world.loop.held():
            self.slot.put_in(key, card)
            await self._seen(Media.PRESENT)

    async def lift(self) -> None:
        """Whatever lies there."""
        with self.world.loop.held():
            self.slot.pull()
            await self._seen(Media.NOT_PRESENT)

    async def lifted(self) -> bool:
        """The same; whether something lay there."""
        lay = self.slot.inserted is not None
        await self.lift()
        return lay

    async def _seen(self, media: Media) -> None:
        device = self.world.around.equipment.contactless_reader
        assert device is not None
        await device.until(lambda status: status.media is media)
