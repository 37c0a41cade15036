"""The applicant's photograph: consent of its own, a good picture shown before it is sent, always the way without."""

import asyncio
import time
from typing import TypeVar

import cv2
import numpy as np
import pytest
from face_hands import needs_networks
from world import World

from kiosk.backend.schemas import Attachment, Proof
from kiosk.portrait import can_take_portrait, portrait
from kiosk.proven import Resident
from kiosk.session import Session
from sandbox.camera import CameraSimulator
from texts import Text
from ui.document_pages import PictureCheck
from ui.face_pages import Consent
from ui.pages import AnyPage, Standby, Steps
from vision.capture import PORTRAIT

P = TypeVar("P", bound=AnyPage)
STEPS = Steps((Text("operation.step_confirm"),), 0)


@pytest.fixture
def camera(camera: CameraSimulator) -> CameraSimulator:
    """With somebody before it."""
    camera.command("face", "live", "collins")
    return camera


class Applying:
    """A service that asks for the applicant's photograph and ends."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self.world = world
        self.on_file = True
        self.possible = False
        self.came: list[Attachment | None] = []
        patch.setattr("kiosk.services.check_reference.check_reference", self._service)

    async def _service(self, session: Session) -> None:
        person = self.world.people["zhang"]
        session.proven.is_person(person.id_number, person.name)
        self.possible = can_take_portrait(session)
        resident = Resident(person.id_number, person.name, (Proof.ID_CARD,))
        self.came.append(await portrait(session, resident, STEPS, on_file=self.on_file))

    async def begins(self) -> None:
        await self.world.home()
        await self.world.press("check_reference")

    async def on(self, kind: type[P]) -> P:
        with self.world.loop.held():
            while not isinstance(page := self.world.front.page, kind):
                await asyncio.to_thread(time.sleep, 0.02)
        return page


@pytest.fixture
def someone(world: World, monkeypatch: pytest.MonkeyPatch) -> Applying:
    return Applying(world, monkeypatch)


@needs_networks
def test_a_portrait_is_shown_and_staged_as_cards_want_it(
    world: World, camera: CameraSimulator, someone: Applying
) -> None:
    async def scene() -> None:
        await someone.begins()
        consent = await world.on(Consent)
        assert "新社保卡" in world.words(consent.points[0][1])
        await world.act("agree")
        check = await someone.on(PictureCheck)
        shown = bytes(check.picture)
        await world.press("keep")
        await world.on(Standby)
        assert someone.came[0] is not None
        ((kind, content),) = world.rows("SELECT kind, content FROM sandbox_uploads")
        assert (kind, content) == ("photo", shown)
        assert check.picture == b""
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
        assert picture.shape[:2] == (PORTRAIT.height, PORTRAIT.width)

    world.play(scene(), devices={"camera": camera.url})


@needs_networks
def test_who_would_rather_not_goes_on_without_and_the_camera_stays_off(
    world: World, camera: CameraSimulator, someone: Applying
) -> None:
    someone.on_file = False

    async def scene() -> None:
        await someone.begins()
        consent = await world.on(Consent)
        assert world.words(consent.decline) == "不拍"
        assert "窗口" in world.words(consent.how)
        await world.act("decline")
        await world.on(Standby)
        assert someone.came == [None]
        assert someone.possible
        assert camera.sent == 0

    world.play(scene(), devices={"camera": camera.url})


def test_without_a_camera_nobody_is_asked(world: World, someone: Applying) -> None:
    async def scene() -> None:
        await someone.begins()
        await world.on(Standby)
        assert someone.came == [None]
        assert not someone.possible

    world.play(scene())
