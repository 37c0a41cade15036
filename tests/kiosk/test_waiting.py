"""Whichever comes first goes on; the others have ended before anything else happens."""

import asyncio

import pytest

from kiosk.waiting import first_of


async def named(word: str, rounds: int, ended: list[str]) -> str:
    try:
        for _ in range(rounds):
            await asyncio.sleep(0)
        return word
    finally:
        await asyncio.sleep(0)  # cleaning up takes its time, too
        ended.append(word)


def test_the_first_counts_and_the_other_is_gone_afterwards() -> None:
    async def scene() -> list[str]:
        ended: list[str] = []
        quick, slow = (
            asyncio.ensure_future(named(word, rounds, ended)) for word, rounds in (("quick", 1), ("slow", 99))
        )
        async with first_of(quick, slow):
            assert quick.result() == "quick"
            assert not slow.done()
        assert slow.cancelled()
        return ended

    assert asyncio.run(scene()) == ["quick", "slow"]


def test_all_are_gone_when_the_waiting_itself_is_cancelled() -> None:
    async def scene() -> list[str]:
        ended: list[str] = []
        tasks = [asyncio.ensure_future(named(word, 99, ended)) for word in ("one", "other")]

        async def wait() -> None:
            async with first_of(*tasks):
                pytest.fail("nothing has come")

        waiting = asyncio.ensure_future(wait())
        for _ in range(3):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return ended

    assert sorted(asyncio.run(scene())) == ["one", "other"]
