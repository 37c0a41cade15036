"""Somebody before the camera who does what the mirror asks for, in real time."""

import asyncio
import time
from typing import Any

import pytest
from face_streams import networks
from world import World

from sandbox.camera import CameraSimulator
from texts import Text
from ui.face_pages import FaceCapture
from ui.pages import AnyPage, Result, Working

needs_networks = pytest.mark.skipif(networks() is None, reason="the networks are not installed (scripts/setup)")
SERVICE_POINT = {
    "place": "测试街道服务点",
    "place_en": "Test service point",
    "phone": "023-60000000",
    "hours": "工作日 9:00–17:00",
    "hours_en": "working days 9:00–17:00",
}


async def before_the_mirror(world: World, camera: CameraSimulator) -> None:
    """Do what the mirror asks for, until it has gone; once more where another try is offered: a busy machine's camera
    may stand still."""
    await _one_try(world, camera)
    while _offers_another(await world.until(lambda page: not isinstance(page, FaceCapture | Working))):
        await world.press("again")
        await world.on(FaceCapture)
        await _one_try(world, camera)


def _offers_another(page: AnyPage) -> bool:
    return isinstance(page, Result) and page.headline == Text("face.not_yet")


async def _one_try(world: World, camera: CameraSimulator) -> None:
    done: list[Text] = []
    with world.loop.held():
        while isinstance(page := world.front.page, FaceCapture):
            words = page.view.guide.words
            if words.id.startswith("face.do.") and words not in done:
                done.append(words)
                camera.command("act", words.id.rpartition(".")[2])
            await real_sleep(0.05)


async def real_sleep(seconds: float) -> None:
    await asyncio.to_thread(time.sleep, seconds)


def settings(camera: CameraSimulator, **face: int) -> dict[str, Any]:
    return {
        "devices": {"camera": camera.url},
        "face": {"actions": 1, "tries": 1, **face},
        "service_point": SERVICE_POINT,
    }
