"""A paper is photographed over a real stream: shown before it is sent, taken again as often as wished, staged once."""

import asyncio
import time
from typing import Any, TypeVar

import cv2
import numpy as np
import pytest
from world import World

from kiosk.backend.schemas import Attachment, Proof
from kiosk.documents import can_take_documents, document
from kiosk.proven import Resident
from kiosk.session import Session
from sandbox.camera import CameraSimulator
from texts import Text
from ui.document_pages import DocumentCapture, PictureCheck
from ui.pages import AnyPage, Result, Standby, Steps

WHAT = Text("common.in_both", zh_CN="委托书", en="the letter of authority")
STEPS = Steps((Text("operation.step_confirm"),), 0)
P = TypeVar("P", bound=AnyPage)


@pytest.fixture
def camera(camera: CameraSimulator) -> CameraSimulator:
    """With a sheet before it that lies askew."""
    camera.command("sheet", "skewed")
    return camera


def settings(camera: CameraSimulator, size: str = "1280x960", **documents: int) -> dict[str, Any]:
    return {"devices": {"document_camera": f"{camera.url}?size={size}"}, "documents": documents}


class Photographing:
    """Somebody at the terminal whose service asks for one paper and ends with what came of it."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self.world = world
        self.session: Session
        self._came: list[Attachment | None] = []
        patch.setattr("kiosk.services.check_reference.check_reference", self._service)

    async def _service(self, session: Session) -> None:
        self.session = session
        person = self.world.people["zhang"]
        resident = Resident(person.id_number, person.name, (Proof.ID_CARD,))
        self._came.append(await document(session, resident, WHAT, STEPS))

    async def begins(self) -> DocumentCapture:
        await self.world.home()
        await self.world.press("check_reference")
        return await self.on(DocumentCapture)

    async def on(self, kind: type[P]) -> P:
        """A page that comes in the camera's time, which is real."""
        with self.world.loop.held():
            while not isinstance(page := self.world.front.page, kind):
                await asyncio.to_thread(time.sleep, 0.02)
        return page

    async def unwatched(self, camera: CameraSimulator) -> None:
        """A stream that was closed ends at its far end with the picture that cannot be sent any more."""
        with self.world.loop.held():
            while camera.watching:
                await asyncio.to_thread(time.sleep, 0.02)

    async def ended(self) -> Attachment | None:
        await self.world.on(Standby)
        (came,) = self._came
        return came


@pytest.fixture
def someone(world: World, monkeypatch: pytest.MonkeyPatch) -> Photographing:
    return Photographing(world, monkeypatch)


def staged(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT kind, media_type, content FROM sandbox_uploads")


def test_a_skewed_paper_is_laid_flat_shown_and_staged(
    world: World, camera: CameraSimulator, someone: Photographing
) -> None:
    async def scene() -> None:
        page = await someone.begins()
        assert world.words(page.headline) == "请把委托书放到摄像头下"
        check = await someone.on(PictureCheck)
        await someone.unwatched(camera)
        shown = bytes(check.picture)
        await world.press("keep")
        attachment = await someone.ended()
        assert attachment is not None
        ((kind, media_type, content),) = staged(world)
        assert (kind, media_type, content) == ("document", "image/jpeg", shown)
        assert check.picture == b""
        tall, wide = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR).shape[:2]
        assert 1.25 < wide / tall < 1.6

    world.play(scene(), **settings(camera))


def test_an_a4_page_reaches_the_bureau_readable_and_within_its_limit(
    world: World, camera: CameraSimulator, someone: Photographing
) -> None:
    camera.command("sheet", "straight", "2592x1944")

    async def scene() -> None:
        await someone.begins()
        await someone.on(PictureCheck)
        await world.press("keep")
        await someone.ended()
        ((_, _, content),) = staged(world)
        tall, wide = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR).shape[:2]
        assert wide >= 1600
        assert tall >= 1200
        assert len(content) <= world.configuration().documents.most_bytes

    world.play(scene(), **settings(camera, "2592x1944"))


def test_it_is_taken_again_as_often_as_wished_and_only_the_kept_one_is_sent(
    world: World, camera: CameraSimulator, someone: Photographing
) -> None:
    async def scene() -> None:
        await someone.begins()
        first = await someone.on(PictureCheck)
        await world.press("again")
        await someone.on(DocumentCapture)
        assert first.picture == b""
        await someone.on(PictureCheck)
        assert staged(world) == []
        await world.press("without")
        assert await someone.ended() is None
        assert staged(world) == []

    world.play(scene(), **settings(camera))


@pytest.mark.parametrize(
    ("lies", "words"),
    [
        ("none", "请放好材料"),
        ("glare", "有反光，请把纸挪一挪"),
    ],
)
def test_what_is_wrong_is_said(
    world: World, camera: CameraSimulator, someone: Photographing, lies: str, words: str
) -> None:
    camera.command("sheet", lies)

    async def scene() -> None:
        page = await someone.begins()
        with world.loop.held():
            while world.words(page.view.guide.words) != words or page.view.picture() is None:
                await asyncio.to_thread(time.sleep, 0.02)
        assert bool(page.view.outline) == (lies != "none")
        await world.press("without")
        assert await someone.ended() is None

    world.play(scene(), **settings(camera))


def test_a_camera_that_is_unplugged_sends_nothing_and_can_be_gone_on_without(
    world: World, camera: CameraSimulator, someone: Photographing
) -> None:
    camera.command("sheet", "none")

    async def scene() -> None:
        page = await someone.begins()
        camera.command("fault", "gone")
        result = await someone.on(Result)
        assert world.words(result.headline) == "摄像头没有画面"
        assert page.view.picture() is None
        await world.press("without")
        assert await someone.ended() is None
        assert staged(world) == []

    world.play(scene(), **settings(camera))


def test_a_picture_is_made_as_small_as_the_bureau_takes_it(
    world: World, camera: CameraSimulator, someone: Photographing
) -> None:
    async def scene() -> None:
        await someone.begins()
        check = await someone.on(PictureCheck)
        assert len(check.picture) <= 50_000

    world.play(scene(), **settings(camera, most_bytes=50_000))


def test_who_leaves_before_the_camera_takes_its_picture_along(
    world: World, camera: CameraSimulator, someone: Photographing
) -> None:
    async def scene() -> None:
        await someone.begins()
        check = await someone.on(PictureCheck)
        await world.act("leave")
        await world.on(Standby)
        assert check.picture == b""
        await someone.unwatched(camera)

    world.play(scene(), **settings(camera))


def test_a_terminal_with_the_residents_camera_alone_has_the_paper_held_up(
    world: World, camera: CameraSimulator, someone: Photographing
) -> None:
    async def scene() -> None:
        page = await someone.begins()
        assert can_take_documents(someone.session)
        assert world.words(page.headline) == "请把委托书举到摄像头前"

    world.play(scene(), devices={"camera": camera.url})


def test_a_terminal_without_any_camera_goes_on_without(world: World, someone: Photographing) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("check_reference")
        assert await someone.ended() is None
        assert not can_take_documents(someone.session)

    world.play(scene())
