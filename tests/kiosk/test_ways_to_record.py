"""Every way into the rights record, and that an ID card alone is none: whose record it is has to be shown."""

import re

from face_hands import before_the_mirror, needs_networks, settings
from world import World

from kiosk.backend.errors import BackendRefused
from kiosk.backend.schemas import Proof
from kiosk.proof_policy import Shown, proof_policy
from kiosk.proven import Resident
from kiosk.records.bureau import whole_record
from sandbox.camera import CameraSimulator
from sandbox.faces.people import face_of
from ui.face_pages import Consent, FaceCapture
from ui.pages import Choice, Confirm, Keypad, PresentCard, PresentId, Standby, Working
from ui.record_pages import RightsSummary

ON_DUTY = {"on_duty": "00:00-24:00"}
STAFF, PASSWORD = "1001", "246810"
WHO = "zhang"


async def with_id_card(world: World, way: str, who: str = WHO) -> None:
    """Instead of the social security card the ID card, and then `way` where there are several."""
    await world.home()
    await world.press("rights_record")
    page = await world.on(PresentCard)
    await world.press(next(button.key for button in page.other_ways if button.key != "leave"))
    await world.until(lambda page: isinstance(page, PresentId | Choice))
    if isinstance(world.front.page, Choice):
        await world.press(way)
    await world.on(PresentId)
    world.lay(who)
    await world.until(lambda page: isinstance(page, Choice | Keypad | Consent | Confirm | PresentCard))
    if isinstance(world.front.page, Choice):
        await world.press(way)


async def seen_and_gone(world: World) -> None:
    """It is their record; they have seen enough."""
    page = await world.on(RightsSummary)
    assert [personal.value for personal in page.person] == [world.people[WHO].name, world.people[WHO].id_number]
    await world.act("leave")
    world.lift()
    if world.around.equipment.slot_with_card is not None:
        await world.pull()
    await world.on(Standby)


def identified_by(world: World) -> object:
    return world.events("session.identified")[-1]["proofs"]


def test_the_card_and_its_pin_open_it(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("rights_record")
        await world.on(PresentCard)
        await world.insert(WHO)
        await world.enter_pin("120119")
        await seen_and_gone(world)

    world.play(scene())
    assert identified_by(world) == ["card_pin"]


def test_the_id_card_and_a_code_open_it(world: World) -> None:
    async def scene() -> None:
        await with_id_card(world, "sms")
        await world.on(Keypad)
        await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])
        await seen_and_gone(world)

    world.play(scene())
    assert identified_by(world) == ["id_card", "sms"]


@needs_networks
def test_the_id_card_and_ones_face_open_it(world: World, camera: CameraSimulator) -> None:
    camera.command("face", "live", face_of(WHO))

    async def scene() -> None:
        await with_id_card(world, "face")
        await world.on(Consent)
        await world.act("agree")
        while isinstance(await world.until(lambda page: isinstance(page, FaceCapture | RightsSummary)), FaceCapture):
            await before_the_mirror(world, camera)
            await world.until(lambda page: not isinstance(page, Working))
        await seen_and_gone(world)

    world.play(scene(), **settings(camera, tries=3))
    assert identified_by(world) == ["id_card", "face"]


def test_the_id_card_and_the_word_of_staff_open_it(world: World) -> None:
    async def scene() -> None:
        await with_id_card(world, "staff")
        await world.on(Confirm)
        await world.act("proceed")
        await world.on(Keypad)
        await world.act("enter", STAFF)
        await world.enter_pin(PASSWORD)
        await world.until(lambda page: isinstance(page, Choice) and "same" in {each.key for each in page.options})
        await world.press("same")
        await seen_and_gone(world)

    world.play(scene(), staff=ON_DUTY)
    assert identified_by(world) == ["id_card", "staff"]
    assert [event["staff"] for event in world.events("staff.vouched")] == [STAFF]


def test_an_id_card_alone_is_refused_in_words(world: World) -> None:
    """Nobody on duty, no camera, and no telephone of theirs that the bureau knows."""

    async def scene() -> None:
        await with_id_card(world, "sms", "old")
        page = await world.on(PresentCard)
        assert world.words(page.trouble) == "您没有登记手机号，只凭身份证不能办理这一项。"
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())
    assert not any(isinstance(page, RightsSummary) for page in world.front.shown)


def test_the_bureau_itself_tells_nothing_to_an_id_card_alone(world: World) -> None:
    refused: list[str] = []

    async def scene() -> None:
        await world.home()
        alone = Resident(world.people[WHO].id_number, "", (Proof.ID_CARD,))
        try:
            await world.around.equipment.bureau.call("alone", lambda bureau: whole_record(bureau, alone))
        except BackendRefused as error:
            refused.append(error.code)
        await world.act("leave")

    world.play(scene())
    assert refused == ["PROOF_NEEDED"]


def test_no_way_to_it_is_an_id_card_alone() -> None:
    ways = proof_policy()["rights_record"].ways
    assert {way[1:] for way in ways if way[0] is Shown.ID_CARD} == {(Shown.FACE,), (Shown.SMS,), (Shown.STAFF,)}
