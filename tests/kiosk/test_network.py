"""How far the way to each place goes: name, port, TLS; and what the terminal says of it when it starts."""

import asyncio
import socket
import time

import pytest
from ports import free_port
from world import World

from kiosk.diagnostics.past_faults import past_faults
from kiosk.network import Place, places, reach, unreached


def place(port: int, host: str = "127.0.0.1", *, tls: bool = False) -> Place:
    return Place("backend.url", host, port, tls)


def test_a_port_that_takes_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert reach(place(server.getsockname()[1]), 20.0).reason == ""


@pytest.mark.parametrize(("host", "reason"), [("127.0.0.1", "not_connected"), ("bureau.invalid", "not_found")])
def test_where_the_way_breaks_off_has_a_name(host: str, reason: str) -> None:
    assert reach(place(free_port(), host), 1.0).reason == reason


def test_a_port_that_speaks_no_tls_is_not_secured() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        import threading  # noqa: PLC0415 - the far end of this one test

        def hang_up() -> None:
            connection, _ = server.accept()
            connection.sendall(b"220 ready\r\n")
            connection.close()

        far = threading.Thread(target=hang_up)
        far.start()
        way = reach(place(server.getsockname()[1], tls=True), 20.0)
        far.join()
    assert way.reason == "not_secured"


def test_places_are_those_that_the_configuration_reaches_by_network(world: World) -> None:
    for part in world.parts:
        part.start()
    configuration = world.configuration(
        help={"endpoint": "https://duty.invalid/calls"}, devices={"camera": "http://cam.invalid/v.mjpg"}
    )
    keys = {each.key: each.tls for each in places(configuration)}
    assert keys["backend.url"] is False
    assert keys["help.endpoint"] is True
    assert "devices.camera" in keys
    assert [way.place.key for way in unreached(configuration)] == ["help.endpoint"], "devices are left to their drivers"
    for part in world.parts:
        part.stop()


def test_a_start_without_network_is_written_down_and_is_the_networks_last_fault(world: World) -> None:
    async def scene() -> None:
        while not world.events("network.failed"):
            await asyncio.to_thread(time.sleep, 0.01)

    world.play(scene(), help={"endpoint": "https://duty.invalid/calls"})
    [event] = world.events("network.failed")
    assert (event["target"], event["reason"]) == ("duty.invalid:443", "not_found")
    [fault] = past_faults(world.folder / "log", "network")
    assert fault.code == "not_found"


def test_a_start_with_network_says_nothing_of_it(world: World) -> None:
    async def scene() -> None:
        await world.home()

    world.play(scene())
    assert not world.events("network.failed")
