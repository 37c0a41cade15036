"""Every minute the bureau hears how the terminal is, and where its log ends."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from world import World

from kiosk.heartbeat import EVERY, Heartbeats
from kiosk.log_chain import verify
from ui.pages import Standby


def heard(world: World) -> list[dict[str, Any]]:
    """What the bureau keeps of this terminal's heartbeats, the oldest first."""
    with closing(sqlite3.connect(world.folder / "backend" / "backend.sqlite")) as database:
        rows = database.execute("SELECT body FROM sandbox_heartbeats ORDER BY number").fetchall()
    return [json.loads(body) for (body,) in rows]


def heartbeats(world: World) -> Heartbeats:
    around = world.around
    return Heartbeats(around.equipment, "500103", around.operations.journal, around.log, around.wall)


def test_devices_log_and_open_operations_are_told(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        with world.loop.held():
            assert await heartbeats(world).beat() is not None

    world.play(scene())
    told = heard(world)[-1]
    assert [device["name"] for device in told["devices"]] == ["card_reader", "id_reader", "receipt_printer"]
    assert {device["state"] for device in told["devices"]} == {"online"}
    assert told["devices"][2]["supplies"] == "ok"
    assert (told["district"], told["open_operations"], told["clock_offset"]) == ("500103", 0, 0.0)
    assert verify(world.folder / "log", told["event_log"]["digest"]).problem is None


def test_a_fault_is_told_by_its_name(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        world.printer.command("fault", "paper-out")
        with world.loop.held():
            await world.around.equipment.receipt_printer.until(lambda status: status.fault is not None)
            await heartbeats(world).beat()

    world.play(scene())
    assert heard(world)[-1]["devices"][2]["fault"] == "printer_paper_out"


def test_it_is_told_minute_by_minute(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        for _ in range(2000):
            if len(heard(world)) >= 3:
                return
            await world.around.clock.sleep(EVERY / 60)
        raise AssertionError("the third heartbeat did not come")

    world.play(scene())


def test_one_that_is_lost_troubles_nobody(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        world.backend.command("fault", "down")
        with world.loop.held():
            assert await heartbeats(world).beat() is None
        world.backend.command("fault", "none")

    world.play(scene())
