"""Has a staff password typed: on the PIN pad, or on the screen where that is out of order."""

from contextlib import suppress

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

    def page(pin: Pin, *, on_screen: bool = False) -> PinPad:
        return PinPad(headline=headline, how=how, steps=steps, pin=pin, least=LEAST, most=MOST, on_screen=on_screen)

    pad = session.equipment.pin_pad
    with suppress(DeviceError):
        password = session.new_pin(MOST)
        await session.ask(page(password, on_screen=pad is not None and not pad.usable))
        return password
    password = session.new_pin(MOST)
    await session.ask(page(password, on_screen=True))
    return password
