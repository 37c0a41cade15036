"""Has a PIN typed on a pad of its own: the page says where, and shows how many digits stand there, never which."""

import asyncio
from dataclasses import replace

from devices.faults import DeviceError
from devices.pin import Pin
from devices.pin_pad import PinPad as Pad
from devices.pin_pad import PinPadFault
from kiosk.config import LimitsTable
from kiosk.device import Device
from kiosk.waiting import first_of
from texts import Text
from ui.pages import Back, PinEntered, PinPad
from ui.stage import Stage


class PadEntry:
    """One PIN page whose keys are the pad's. The digits go from the pad's thread into the `Pin`, and nowhere else."""

    def __init__(self, stage: Stage, pad: Device[Pad], page: PinPad, limits: LimitsTable) -> None:
        assert isinstance(page.pin, Pin), "a pad types into a PIN, not into a stand-in"
        self._stage = stage
        self._pad = pad
        self._limits = limits
        self._pin = page.pin
        self._page = replace(page, on_pad=True)
        self._count = 0
        self._loop = asyncio.get_running_loop()

    async def ask(self) -> "PinEntered | str | Back":
        """Until 确认 on the pad, or an answer on the screen; raises `DeviceError` when the pad fails.

        取消 on the pad is 返回 where the page has it, and else 退出. A PIN that is not complete is wiped, and the pad's
        keys close with it.
        """
        answer: PinEntered | str | Back | None = None
        try:
            while answer is None:
                answer = await self._once()
            return answer
        finally:
            if not isinstance(answer, PinEntered):
                self._pin.wipe()

    async def _once(self) -> "PinEntered | str | Back | None":
        """None when digits were typed and no more came for too long: the page says so, and it begins anew."""
        asking = asyncio.ensure_future(self._stage.ask(self._page))
        typing = asyncio.ensure_future(self._typed())
        async with first_of(asking, typing):
            if asking.done():
                return asking.result()
            try:
                typing.result()
            except DeviceError as error:
                if error.fault is PinPadFault.CANCELLED:
                    return await self._cancelled(asking)
                if error.fault is not PinPadFault.TIMED_OUT:
                    raise
                self._page = replace(self._page, trouble=Text("ui.pad.too_slow"))
                return None
            return PinEntered()

    async def _cancelled(self, asking: "asyncio.Future[PinEntered | str | Back]") -> "PinEntered | str | Back":
        if self._page.back:
            return Back()
        self._stage.on_leave()
        return await asking

    async def _typed(self) -> None:
        """The pad's keys open anew for as long as nothing is typed: how long that may take is the session's to judge.

        What was pressed before they opened is gone, and 确认 counts with enough digits alone: a key pressed twice
        confirms no page that nobody has read.
        """
        while True:
            try:
                return await self._pad.call(self._enter, self._limits.session_whole_care)
            except DeviceError as error:
                if error.fault is not PinPadFault.TIMED_OUT or self._count:
                    raise

    def _enter(self, pad: Pad) -> None:
        """On the pad's thread."""
        pad.enter(self._pin, self._page.least, self._limits.pin_pause, self._on_key)

    def _on_key(self, count: int) -> None:
        self._loop.call_soon_threadsafe(self._heard, count)

    def _heard(self, count: int) -> None:
        self._count = count
        if self._stage.page is self._page:
            self._stage.typed(count)
