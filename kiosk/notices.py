"""Tells the bureau what it has to know about this terminal, again and again until it has heard it."""

import asyncio
from collections import deque
from datetime import datetime

from kiosk.backend.errors import BackendError
from kiosk.backend.line import BureauLine
from kiosk.backend.schemas import NoticeKind, TerminalNotice

AGAIN_AFTER = 30.0
MOST = 100


class Notices:
    """A short queue in memory: the oldest goes first, and what the bureau does not take is told again later."""

    def __init__(self, bureau: BureauLine) -> None:
        self._bureau = bureau
        self._waiting: deque[TerminalNotice] = deque(maxlen=MOST)
        self._news = asyncio.Event()

    def tell(self, kind: NoticeKind, at: datetime, device: str) -> None:
        """Have it told; returns at once."""
        self._waiting.append(TerminalNotice(kind=kind, at=at, device=device))
        self._news.set()

    async def run(self) -> None:
        """Tell what waits, for as long as the terminal runs."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                await self._tell_oldest()

    async def _tell_oldest(self) -> None:
        notice = self._waiting[0]
        try:
            await self._bureau.call("notice", lambda bureau: bureau.notice(notice), aside=True)
        except BackendError:
            await asyncio.sleep(AGAIN_AFTER)
        else:
            self._waiting.popleft()
