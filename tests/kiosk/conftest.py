"""A terminal without Qt for the tests of the core."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from virtual_time import VirtualLoop
from world import World

from sandbox.camera import CameraSimulator
from sandbox.people import Person
from sandbox.population import NOW, people


@pytest.fixture(scope="session")
def population() -> tuple[Person, ...]:
    return people(1, now=datetime.now(NOW.tzinfo))


@pytest.fixture
def world(tmp_path: Path, population: tuple[Person, ...]) -> Iterator[World]:
    loop = VirtualLoop()
    yield World(tmp_path, population[:60], loop)
    loop.close()


@pytest.fixture
def camera(world: World) -> Iterator[CameraSimulator]:
    """Stands beside the screen from the world's beginning to its end; nobody is before it yet."""
    camera = CameraSimulator(port=0, rate=15)
    camera.start()
    world.parts = (*world.parts, camera)
    yield camera
    camera.stop()
