"""A terminal without Qt for the tests of the core."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from virtual_time import VirtualLoop
from world import World

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
