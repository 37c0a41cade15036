"""Waiting for whichever comes first: the others are cancelled, and gone, before anything goes on."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def first_of(*tasks: asyncio.Future[Any]) -> AsyncGenerator[None]:
    """Inside, at least one of them has ended; afterwards all are gone, by whatever way."""
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        await cancelled(tasks)


async def cancelled(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel all and wait until they are gone."""
    gone = list(tasks)
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
