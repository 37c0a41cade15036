"""The photo for a new card: the one on file, or one taken before the terminal's camera; without either, the counter."""

import pytest
from at_the_bureau import PATIENT, code_sent, gone, identified
from face_hands import before_the_mirror, needs_networks, settings
from world import World

from sandbox.camera import CameraSimulator
from ui.document_pages import PictureCheck
from ui.face_pages import Consent, FaceCapture
from ui.pages import Choice, Confirm, Keypad, Notice, Outcome, PresentId, Result, Signature
from ui.specimens_signing import WRITTEN

NONE_ON_FILE, LOST = "wuzhao", "zhao"
PHOTOS = "SELECT media_type, taken_by IS NOT NULL FROM sandbox_uploads WHERE kind = 'photo'"


@pytest.fixture
def camera(camera: CameraSimulator) -> CameraSimulator:
    """With somebody before it."""
    camera.command("face", "live", "collins")
    return camera


def asks_which(page: object) -> bool:
    return isinstance(page, Choice) and page.headline.id == "card_photo.which"


async def before_the_camera(world: World, item: str, key: str) -> None:
    """Identified by a code all the same: who would rather not show their face may still apply."""
    await world.home()
    await world.press(item)
    await world.on(PresentId)
    world.lay(key)
    await world.on(Choice)
    await world.press("sms")
    await world.on(Keypad)
    await world.act("enter", code_sent(world))


async def photographed(world: World, camera: CameraSimulator) -> None:
    """Consent, the mirror, 就用这张."""
    await world.on(Consent)
    await world.act("agree")
    await world.on(FaceCapture)
    await before_the_mirror(world, camera)
    await world.on(PictureCheck)
    await world.press("keep")


async def to_confirmation(world: World) -> Confirm:
    """Any bank, any place."""
    for headline in ("card_application.which_bank", "card_application.which_place"):
        page = await world.until(lambda page, name=headline: isinstance(page, Choice) and page.headline.id == name)
        assert isinstance(page, Choice)
        await world.press(page.options[0].key)
    return await world.on(Confirm)


async def accepted(world: World) -> None:
    await world.act("proceed")
    await world.on(Signature)
    await world.act("sign", WRITTEN)
    assert (await world.on(Result)).outcome is Outcome.DONE
    await gone(world)


def photo_point(world: World, page: Confirm) -> str:
    return next(world.words(point.words) for point in page.points if point.label.id == "card_application.photo")


@needs_networks
def test_who_has_none_on_file_is_photographed_here_and_the_photo_goes_with_the_application(
    world: World, camera: CameraSimulator
) -> None:
    async def scene() -> None:
        await before_the_camera(world, "apply_card", NONE_ON_FILE)
        await world.on(Notice)
        await world.act("proceed")
        await photographed(world, camera)
        assert photo_point(world, await to_confirmation(world)) == "刚才拍的照片"
        await accepted(world)

    world.play(scene(), **{**settings(camera), "backend": PATIENT})
    assert world.rows(PHOTOS) == [("image/jpeg", 1)]
    assert world.rows(f"SELECT photo IS NOT NULL FROM sandbox_people WHERE key = '{NONE_ON_FILE}'") == [(1,)]


@needs_networks
def test_who_has_one_on_file_may_keep_it_or_have_another_taken(world: World, camera: CameraSimulator) -> None:
    async def scene() -> None:
        await before_the_camera(world, "replace_card", LOST)
        await world.on(Notice)
        await world.act("proceed")
        await world.until(asks_which)
        await world.press("on_file")
        assert "年留存的照片" in photo_point(world, await to_confirmation(world))
        for _ in range(3):
            await world.act("back")
        await world.until(asks_which)
        await world.press("take")
        await photographed(world, camera)
        assert photo_point(world, await to_confirmation(world)) == "刚才拍的照片"
        await accepted(world)

    world.play(scene(), **{**settings(camera), "backend": PATIENT})
    assert world.rows(PHOTOS) == [("image/jpeg", 1)]


@needs_networks
def test_who_would_rather_not_be_photographed_keeps_the_one_on_file_or_is_sent_to_the_counter(
    world: World, camera: CameraSimulator
) -> None:
    async def scene() -> None:
        await before_the_camera(world, "replace_card", LOST)
        await world.on(Notice)
        await world.act("proceed")
        await world.until(asks_which)
        await world.press("take")
        await world.on(Consent)
        await world.act("decline")
        assert "年留存的照片" in photo_point(world, await to_confirmation(world))
        await world.act("leave")
        await gone(world)
        await before_the_camera(world, "apply_card", NONE_ON_FILE)
        await world.on(Notice)
        await world.act("proceed")
        await world.on(Consent)
        await world.act("decline")
        assert (await world.on(Result)).code == "NO_PHOTO"
        await gone(world)

    world.play(scene(), **{**settings(camera), "backend": PATIENT})
    assert camera.sent == 0
    assert world.rows(PHOTOS) == []


def test_where_there_is_no_camera_it_is_said_where_a_photo_is_handed_in(world: World) -> None:
    async def scene() -> None:
        await identified(world, "apply_card", NONE_ON_FILE)
        result = await world.on(Result)
        assert result.code == "NO_PHOTO"
        assert "1 寸白底免冠照片到窗口" in world.words(result.what_now[0])
        assert "测试窗口" in world.words(result.who_helps)
        await gone(world)

    world.play(scene(), backend=PATIENT)


def test_where_there_is_no_camera_the_photo_on_file_is_used_without_a_question(world: World) -> None:
    async def scene() -> None:
        await identified(world, "replace_card", LOST)
        await world.on(Notice)
        await world.act("proceed")
        assert "年留存的照片" in photo_point(world, await to_confirmation(world))
        await world.act("leave")
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert not any(asks_which(page) for page in world.front.shown)
