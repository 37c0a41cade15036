"""A face is taken over a real stream: consent first, other ways always, and the bureau decides."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from face_hands import before_the_mirror, needs_networks, real_sleep, settings
from staff_hands import ZHOU, identify, option
from world import World

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendSilent
from kiosk.backend.faces import Pension, pension
from kiosk.backend.operations import OperationBody
from kiosk.face import can_take_faces, prove_by_face
from kiosk.face_watch import Taken, guide_of, mirror
from kiosk.services.catalogue import catalogue
from kiosk.services.certify_pension import steps
from kiosk.session import Session
from sandbox.camera import CameraSimulator
from texts import Text
from ui.face_pages import Consent, FaceCapture, Guide
from ui.pages import Choice, Confirm, Home, Keypad, Outcome, PresentCard, PresentId, Record, Result, Tone
from vision.capture import Seen
from vision.liveness import Action, Failure, LivenessLimits, Trial
from vision.quality import Guidance

PENSIONER = "zhuxiao"
"""Whose payments are suspended; the face is the one that the sandbox gives to that name."""


def face_of(world: World) -> str:
    from sandbox.faces.people import face_of  # noqa: PLC0415

    return face_of(world.people[PENSIONER].key)


async def to_record(world: World) -> None:
    """Home, for oneself, the ID card, what is due."""
    await world.home()
    await world.press("certify_pension")
    await world.on(Choice)
    await world.press("self")
    await world.on(PresentId)
    world.id_reader.command("lay", PENSIONER)
    await world.on(Record)
    world.id_reader.command("lift")


async def to_consent(world: World) -> Consent:
    """The same, and on to consent."""
    await to_record(world)
    await world.press("begin")
    return await world.on(Consent)


async def to_mirror(world: World) -> None:
    """The same, agreed to."""
    await to_consent(world)
    await world.act("agree")
    await world.on(FaceCapture)


@needs_networks
def test_a_pensioner_is_certified_by_their_own_face(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", face_of(world))

    async def scene() -> None:
        await to_mirror(world)
        await before_the_mirror(world, camera)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "认证通过，待遇恢复发放"
        assert "前完成" in world.words(result.rows[0].value)

    world.play(scene(), **settings(camera, tries=5))


async def to_the_mirror_beside_a_helper(world: World) -> None:
    """A daughter types her mother's number; what is due is told to nobody before the mother's face was seen."""
    await world.home()
    await world.press("certify_pension")
    await world.on(Choice)
    await world.press("family")
    await world.until(lambda page: isinstance(page, Choice) and page.headline.id == "certify_pension.whose.which")
    await world.press("number")
    await world.on(Keypad)
    await world.act("enter", world.people[PENSIONER].id_number)
    await world.on(Consent)
    assert not any(isinstance(page, Record) for page in world.front.shown)
    await world.act("agree")
    await world.on(FaceCapture)


@needs_networks
def test_a_helper_types_the_number_and_the_pensioners_own_face_is_taken(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", face_of(world))

    async def scene() -> None:
        await to_the_mirror_beside_a_helper(world)
        await before_the_mirror(world, camera)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.rows("SELECT channel, helper FROM sandbox_pensions") == [("terminal", "family")]

    world.play(scene(), **settings(camera, tries=5))


@needs_networks
def test_a_helpers_own_face_does_not_do_and_staff_and_street_are_named(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", next(face for face in ("collins", "hopper") if face != face_of(world)))

    async def scene() -> None:
        await to_the_mirror_beside_a_helper(world)
        await before_the_mirror(world, camera)
        result = await world.on(Result)
        assert result.code == "FACE_FAILED"
        assert "街道服务点" in world.words(result.what_now[0])
        assert "测试窗口" in world.words(result.who_helps)
        named = "街道服务点也可以办理：测试街道服务点，工作日 9:00–17:00，电话 023-60000000。"
        assert world.words(result.what_now[-1]) == named
        assert result.main.key == "request_assistance"
        assert world.rows("SELECT count(*) FROM sandbox_operations") == [(0,)]

    world.play(scene(), **settings(camera))


@needs_networks
def test_the_id_cards_own_photo_goes_along_as_it_was_read(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", face_of(world))

    async def scene() -> None:
        await to_mirror(world)
        await before_the_mirror(world, camera)
        await world.on(Result)
        assert {row[0] for row in world.rows("SELECT chip_photo FROM sandbox_faces")} == {1024}

    world.play(scene(), **settings(camera, tries=5))


@needs_networks
def test_who_is_certified_is_told_so_though_the_next_date_cannot_be_looked_up(
    world: World, camera: CameraSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera.command("face", "live", face_of(world))

    def until_it_is_done(bureau: Bureau, asker: OperationBody) -> Pension:
        if world.rows("SELECT 1 FROM sandbox_operations WHERE outcome = 'confirmed'"):
            raise BackendSilent("the bureau is out of order")
        return pension(bureau, asker)

    monkeypatch.setattr("kiosk.services.certify_pension.pension", until_it_is_done)

    async def scene() -> None:
        await to_mirror(world)
        await before_the_mirror(world, camera)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "认证通过，待遇恢复发放"
        assert result.rows == ()
        assert result.reference

    world.play(scene(), **settings(camera, tries=5))


@needs_networks
def test_another_face_is_not_certified_and_is_told_of_other_ways(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", next(face for face in ("collins", "hopper") if face != face_of(world)))

    async def scene() -> None:
        await to_mirror(world)
        await before_the_mirror(world, camera)
        result = await world.on(Result)
        assert result.outcome is not Outcome.DONE
        assert "街道" in world.words(result.what_now[0])

    world.play(scene(), **settings(camera))


@needs_networks
def test_who_declines_is_told_of_the_other_ways_and_no_picture_is_taken(world: World, camera: CameraSimulator) -> None:
    async def scene() -> None:
        consent = await to_consent(world)
        label, instead = consent.points[-1]
        assert world.words(label) == "不想刷脸"
        assert "服务点" in world.words(instead), "at night nothing else certifies here, and nobody is told that it does"
        await world.act("decline")
        result = await world.on(Result)
        assert result.headline.id == "refusals.FACE_DECLINED.what"
        assert "可以改用其他方式" in world.words(result.what_now[0])
        assert camera.sent == 0

    world.play(scene(), **settings(camera))


class AtOnce:
    """In place of the mirror: each try ends at once, and what it asked for is kept."""

    def __init__(self, failure: Failure) -> None:
        self.asked: list[tuple[Action, ...]] = []
        self.limits: list[LivenessLimits] = []
        self._ended = Taken(failure=failure)

    async def __call__(self, session: Session, take: Callable[..., Taken], page: Any, seconds: float) -> Taken:
        return take(self, None, None)

    def take(self, latest: Any, view: Any, actions: tuple[Action, ...], limits: LivenessLimits) -> Taken:
        self.asked.append(actions)
        self.limits.append(limits)
        return self._ended


def another_try_of(left: int) -> Callable[[Any], bool]:
    """A page that offers so many more, and another way beside them."""
    told = Text("face.tries_left", tries=left)
    return lambda page: isinstance(page, Result) and told in page.what_now and page.buttons[0].key == "other"


@needs_networks
@pytest.mark.parametrize(("actions", "tries"), [(1, 2), (2, 3)])
def test_how_many_actions_how_often_and_how_long_is_configured_and_then_the_other_ways_come(
    world: World, camera: CameraSimulator, monkeypatch: pytest.MonkeyPatch, actions: int, tries: int
) -> None:
    mirror = AtOnce(Failure.TOO_SLOW)
    monkeypatch.setattr("kiosk.face.before_mirror", mirror)

    async def scene() -> None:
        await to_consent(world)
        await world.act("agree")
        for left in range(tries - 1, 0, -1):
            await world.until(another_try_of(left))
            await world.press("again")
        await world.until(lambda page: isinstance(page, Result) and page.code == "FACE_FAILED")
        assert len(mirror.asked) == tries
        assert all(len(set(asked)) == actions for asked in mirror.asked)
        assert {(limits.ready, limits.action) for limits in mirror.limits} == {(20.0, 7.0)}

    world.play(scene(), **settings(camera, actions=actions, tries=tries, ready=20, action=7))


@needs_networks
def test_by_day_staff_compare_who_would_rather_not_have_their_face_taken(world: World, camera: CameraSimulator) -> None:
    async def scene() -> None:
        await to_record(world)
        await world.press("begin")
        await option(world, "staff")
        await world.press("face")
        consent = await world.on(Consent)
        assert "工作人员" in world.words(consent.points[-1][1])
        await world.act("decline")
        await world.until(lambda page: isinstance(page, Confirm) and page.headline.id == "staff.vouch.consent")
        await world.act("proceed")
        await world.on(Keypad)
        await identify(world, ZHOU)
        await option(world, "same")
        await world.press("same")
        result = await world.on(Result)
        assert world.words(result.headline) == "认证通过，待遇恢复发放"
        assert camera.sent == 0

    world.play(scene(), staff={"on_duty": "00:00-24:00"}, **settings(camera))
    assert [event["staff"] for event in world.events("staff.vouched")] == [ZHOU[0]]


@needs_networks
def test_at_night_who_declines_asks_by_card_or_by_a_code_for_somebody_to_come(
    world: World, camera: CameraSimulator
) -> None:
    async def scene() -> None:
        await to_consent(world)
        await world.act("decline")
        await world.until(lambda page: isinstance(page, Result) and page.code == "FACE_DECLINED")
        await world.press("request_assistance")
        card = await world.on(PresentCard)
        assert [way.key for way in card.other_ways] == ["sms"]
        await world.press("sms")
        await world.until(lambda page: isinstance(page, Keypad) and page.headline.id.startswith("sms"))
        await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])
        page = await option(world, "3")
        assert "待遇资格认证" in world.words(next(each.label for each in page.options if each.key == "3"))

    world.play(scene(), **settings(camera))


@needs_networks
def test_a_camera_that_is_unplugged_before_the_mirror_ends_the_try(world: World, camera: CameraSimulator) -> None:
    async def scene() -> None:
        await to_consent(world)
        camera.command("fault", "gone")
        await world.act("agree")
        with world.loop.held():
            while not isinstance(world.front.page, Result):
                await real_sleep(0.05)
        assert camera.watching == 0
        assert isinstance(world.front.page, Result)
        assert world.front.page.headline.id == "refusals.FACE_FAILED.what"

    world.play(scene(), **settings(camera))


@needs_networks
def test_a_camera_that_is_unplugged_while_the_mirror_stands_ends_the_try(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", face_of(world))

    async def scene() -> None:
        await to_consent(world)
        await world.act("agree")
        page = await world.on(FaceCapture)
        with world.loop.held():
            while page.view.guide.words == Text("face.guide.no_face"):
                await real_sleep(0.05)
            camera.command("fault", "gone")
            while not isinstance(world.front.page, Result):
                await real_sleep(0.05)
        assert isinstance(world.front.page, Result)
        assert world.front.page.headline.id == "refusals.FACE_FAILED.what"
        assert page.view.picture() is None

    world.play(scene(), **settings(camera))


@needs_networks
def test_a_camera_that_is_unplugged_while_an_action_is_asked_for_ends_the_try(
    world: World, camera: CameraSimulator
) -> None:
    camera.command("face", "live", face_of(world))

    async def scene() -> None:
        await to_consent(world)
        await world.act("agree")
        page = await world.on(FaceCapture)
        with world.loop.held():
            while not page.view.guide.words.id.startswith("face.do."):
                await real_sleep(0.05)
            camera.command("fault", "gone")
            while not isinstance(world.front.page, Result):
                await real_sleep(0.05)
        assert world.front.page.code == "FACE_FAILED"
        assert world.rows("SELECT count(*) FROM sandbox_faces") == [(0,)]

    world.play(scene(), **settings(camera))


@needs_networks
def test_a_camera_that_is_unplugged_after_the_verdict_changes_nothing(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", face_of(world))

    async def scene() -> None:
        await to_mirror(world)
        await before_the_mirror(world, camera)
        camera.command("fault", "gone")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE

    world.play(scene(), **settings(camera, tries=5))


@needs_networks
def test_the_mirror_can_be_left_for_another_way(world: World, camera: CameraSimulator) -> None:
    async def scene() -> None:
        await to_consent(world)
        await world.act("agree")
        page = await world.on(FaceCapture)
        await world.press("cancel")
        await world.on(Result)
        assert page.view.picture() is None

    world.play(scene(), **settings(camera))


@pytest.mark.parametrize("file", ["", "face_landmark.tflite"])
def test_without_the_networks_that_were_tested_the_item_is_closed_and_said_so(
    world: World, camera: CameraSimulator, file: str
) -> None:
    if file:
        (world.folder / file).write_bytes(b"another")

    async def scene() -> None:
        home: Home = await world.home()
        tile = next(tile for tile in home.everything if tile.key == "certify_pension")
        assert not tile.enabled
        assert "不能刷脸" in world.words(tile.reason)
        assert world.events("face.networks")[0]["trouble"] == "missing"

    world.play(scene(), devices={"camera": camera.url}, face={"models": str(world.folder)})


@needs_networks
@pytest.mark.parametrize(
    ("birth", "models", "closed"),
    [(date(2014, 1, 2), "", "FACE_MINOR"), (date(1960, 1, 2), "nowhere", "FACE_NOT_INSTALLED")],
)
def test_a_child_or_a_terminal_without_networks_is_not_asked_for_consent(
    world: World, camera: CameraSimulator, birth: date, models: str, closed: str
) -> None:
    item = next(item for item in catalogue() if item.key == "certify_pension")

    async def scene() -> None:
        async with Session(world.around, item, number=1, card_usable=True) as session:
            session.proven.is_person("x", "某某", birth)
            assert await prove_by_face(session, steps(1), "x") == closed
        assert camera.sent == 0

    world.play(scene(), devices={"camera": camera.url}, face={"models": models})


@needs_networks
def test_a_terminal_whose_camera_is_gone_closes_this_way_alone(world: World, camera: CameraSimulator) -> None:
    item = next(item for item in catalogue() if item.key == "certify_pension")

    async def scene() -> None:
        async with Session(world.around, item, number=1, card_usable=True) as session:
            assert not can_take_faces(session)
            assert await prove_by_face(session, steps(1), "x") == "FACE_NO_CAMERA"

    world.play(scene())


def test_without_a_camera_the_item_is_closed_with_the_reason(world: World) -> None:
    async def scene() -> None:
        home: Home = await world.home()
        tile = next(tile for tile in home.everything if tile.key == "certify_pension")
        assert not tile.enabled
        assert "摄像头" in world.words(tile.reason)

    world.play(scene())


def test_guidance_stands_long_enough_to_be_read_and_what_is_asked_comes_at_once() -> None:
    view = mirror(lambda: None)
    closer, farther = (Guide(Text(f"face.guide.{name}"), Tone.ATTENTION) for name in ("closer", "farther"))
    view.say(closer, 10.0)
    view.say(farther, 10.3)
    assert view.guide == closer
    view.say(farther, 11.0)
    assert view.guide == farther
    asked = guide_of(Seen(Guidance.HOLD, Trial(asked=Action.NOD)), 2)
    assert asked.headline == Text("face.act")
    assert guide_of(Seen(Guidance.NO_FACE, Trial(asked=Action.NOD)), 2).headline is None
    view.say(asked, 11.1)
    assert view.guide.words == Text("face.do.nod")


@pytest.mark.parametrize("make", [lambda: guide_of(Seen(Guidance.ONE_ONLY, Trial(asked=Action.NOD)), 2)])
def test_somebody_beside_is_told_before_the_action(make: Callable[[], Guide]) -> None:
    assert make().words == Text("face.guide.one_only")
