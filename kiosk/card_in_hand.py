"""The social security card in the reader during a visit: read in stages, held powered, given back at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from devices.card_data import Holder, IssuerData
from devices.card_reader import CardConnection, CardFault, CardReader
from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import (
    PinChange,
    PinRestoring,
    PinState,
    SocialSecurityCard,
    UnblockingRequest,
    Verification,
)
from kiosk.backend.schemas import InsertedCard
from kiosk.card_list import check_listed
from kiosk.device import Device
from kiosk.reading_authority import ReadingAuthority

R = TypeVar("R")


@dataclass(frozen=True)
class _Powered:
    """The open connection and the application on it; touched on the reader's thread only."""

    connection: CardConnection
    application: SocialSecurityCard


class CardInHand:
    """One inserted card. Any call may raise `DeviceError`; with `REMOVED`, a new `CardInHand` begins again.

    `blacklist`: path of the list of cards not to be served, "" for none; `authority`: who opens the holder's file.
    """

    def __init__(
        self,
        reader: Device[CardReader],
        authority: ReadingAuthority,
        *,
        codec: str,
        seconds: float,
        blacklist: str = "",
    ) -> None:
        self._reader = reader
        self._authority = authority
        self._codec = codec
        self._blacklist = blacklist
        self._seconds = seconds
        self._powered: _Powered | None = None
        self._issuer: IssuerData | None = None

    async def open(self) -> IssuerData:
        """Power the card, select the application and read what the issuer wrote (EF05), which anybody may read."""
        self._powered, self._issuer = await self._reader.call(self._open, self._seconds)
        return self._issuer

    async def read_holder(self) -> Holder:
        """The holder (EF06); a third-generation card is first shown, by the authority, that it may answer."""
        request = await self._on_card(lambda card: card.begin_reading())
        if request is not None:
            reply = await self._authority.authorise(request)
            await self._on_card(lambda card: card.finish_reading(reply))
        return await self._on_card(lambda card: card.read_holder())

    async def tries_left(self) -> PinState:
        """The PIN's counter, asked without spending a try."""
        return await self._on_card(lambda card: card.tries_left())

    async def verify(self, pin: Pin, *, keep: bool = False) -> Verification:
        """Show the PIN to the card; unless it is to be kept it is wiped here, whatever the answer."""
        try:
            return await self._on_card(lambda card: card.verify(pin))
        finally:
            if not keep:
                pin.wipe()

    async def change_pin(self, old: Pin, new: Pin) -> PinChange:
        """Change the PIN on the chip. Without an answer it is open which one it has; neither is wiped here."""
        return await self._on_card(lambda card: card.change_pin(old, new))

    async def begin_unblocking(self) -> UnblockingRequest:
        """What the HSM must see before the PIN may be restored."""
        return await self._on_card(lambda card: card.begin_unblocking())

    async def open_unblocking(self, external_auth: str) -> str:
        """Show the card the HSM's proof; the challenge for the command that follows."""
        return await self._on_card(lambda card: card.open_unblocking(external_auth))

    async def restore_pin(self, command: str, *, new: bool) -> PinRestoring:
        """The HSM's command; without an answer it is open whether the chip has done it."""
        return await self._on_card(lambda card: card.restore_pin(command, new=new))

    @property
    def inserted(self) -> InsertedCard:
        """What the bureau is told of the card that was shown."""
        assert self._issuer is not None, "the card has been opened"
        return InsertedCard(identifier=self._issuer.identifier, number=self._issuer.number)

    async def close(self) -> None:
        """Power the card off and let the reader go."""
        powered, self._powered = self._powered, None
        if powered is not None:
            await self._reader.call(lambda _: powered.connection.close(), self._seconds)

    def _open(self, reader: CardReader) -> tuple[_Powered, IssuerData]:
        connection = reader.connect()
        try:
            application = SocialSecurityCard(connection, codec=self._codec)
            application.select()
            issuer = application.read_issuer()
            check_listed(self._blacklist, issuer)
            return _Powered(connection, application), issuer
        except DeviceError:
            connection.close()
            raise

    async def _on_card(self, ask: Callable[[SocialSecurityCard], R]) -> R:
        powered = self._powered
        if powered is None:
            raise DeviceError(CardFault.REMOVED, "not powered")
        return await self._reader.call(lambda _: ask(powered.application), self._seconds)
