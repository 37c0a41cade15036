"""Has a staff password typed: on the PIN pad, or on the screen where that is out of order."""

from devices.faults import DeviceError
from devices.pin import Pin
from kiosk.session import Session
from kiosk.staff.password import LEAST, MOST
from texts import Text
from ui.pages import PinPad, Steps


async def typed_password(session: Session, *, headline: Text, how: Text, steps: Steps | None = None) -> Pin:
    """The digits, on the pad; on the screen where there is none, and where it fails: who comes to mend it gets in.

    Nobody's card opens by them. The caller wipes them.
    """

    async def typed(*, on_screen: bool) -> Pin:
        pin = session.new_pin(MOST)
        await session.ask(
            PinPad(headline=headline, how=how, steps=steps, pin=pin, least=LEAST, most=MOST, on_screen=on_screen)
        )
        return pin

    pad = session.equipment.pin_pad
    try:
        return await typed(on_screen=pad is not None and not pad.usable)
    except DeviceError:
        return await typed(on_screen=True)
