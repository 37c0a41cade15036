"""Identity by face: consent first, liveness on the device, then the bureau compares; always one way among others."""

import secrets
from collections.abc import Callable
from typing import Any, Final

from kiosk.backend.errors import BackendRefused
from kiosk.backend.faces import compare_face
from kiosk.backend.schemas import FaceProof
from kiosk.before_camera import Latest, NoPictureError, View, before_camera, given_back
from kiosk.face_networks import networks_folder, networks_sound
from kiosk.face_watch import FaceWatch, Taken, mirror
from kiosk.place import who_helps
from kiosk.session import Session
from texts import Text
from ui.face_pages import Consent, FaceCapture
from ui.pages import Button, Outcome, Result, Steps
from vision.liveness import Action, LivenessLimits, challenge
from vision.models import ModelsMissingError

SPARE: Final = 5.0
"""Seconds beyond a try's own limits: loading the networks, and the camera's first picture."""
CANCEL: Final = Button("cancel", Text("face.cancel"))
AGAIN: Final = Button("again", Text("face.again"))
OTHER_WAY: Final = Button("other", Text("face.other_way"))
NO_PICTURE: Final = Text("face.failed.no_camera")

DECLINED, GAVE_UP, NO_NETWORKS, NO_CAMERA, MINOR = (
    "FACE_DECLINED",
    "FACE_FAILED",
    "FACE_NOT_INSTALLED",
    "FACE_NO_CAMERA",
    "FACE_MINOR",
)
"""Why the way is closed for the rest of a visit; refusals, where there is no other way."""
_AGAIN_AFTER: Final = frozenset({"FACE_MISMATCH", "FACE_UNCLEAR"})


def can_take_faces(session: Session) -> bool:
    """Whether a camera sees, and the networks are installed."""
    camera = session.equipment.camera
    return camera is not None and camera.usable and networks_sound(session.configuration)


async def prove_by_face(
    session: Session, steps: Steps, person: str, why: Text | None = None, *, only: bool = False
) -> FaceProof | str:
    """What the bureau gave for the face; or the code of why this way is closed for the visit.

    `only`: nothing else will do at this terminal now; consent says where else it is done.
    """
    if (closed := _closed(session)) is not None:
        return closed
    if not await session.ask(consent(session, steps, "face", why, otherwise="face.only" if only else "")):
        session.memory.wall()
        return DECLINED
    session.memory.wall()
    try:
        return await _tries(session, steps, person)
    except ModelsMissingError:
        return NO_NETWORKS


async def _tries(session: Session, steps: Steps, person: str) -> FaceProof | str:
    trouble: Text | None = None
    for left in range(session.configuration.face.tries - 1, -1, -1):
        proof = await _one_try(session, steps, person, trouble)
        if isinstance(proof, FaceProof):
            return proof
        if proof is None or not left or not await _try_again(session, steps, proof, left):
            return GAVE_UP
        trouble = proof
    return GAVE_UP


def _closed(session: Session) -> str | None:
    if is_too_young(session):
        return MINOR
    if not networks_sound(session.configuration):
        return NO_NETWORKS
    camera = session.equipment.camera
    return None if camera is not None and camera.usable else NO_CAMERA


def is_too_young(session: Session) -> bool:
    """Whether a guardian has to consent, who comes to the counter (未成年人网络保护条例; 14 at the least)."""
    age = session.proven.age(session.surroundings.wall().date())
    return age is not None and age < session.configuration.face.guardian_below


def consent(session: Session, steps: Steps, purpose: str, why: Text | None = None, *, otherwise: str = "") -> Consent:
    """Purpose, what is taken, where it goes, how long, who, what else (个人信息保护法 17、30 条), in its words.

    `otherwise`: by which texts it is said what becomes of it without, where these are not the purpose's own.
    """
    face, terminal = session.configuration.face, session.configuration.terminal
    fields: dict[str, Any] = {"years": face.keep_years, "hotline": terminal.hotline}
    names = ("purpose", "what", "where", "how_long", "who", "other")
    whose = dict.fromkeys(names, purpose) | {"other": otherwise or purpose}
    return Consent(
        headline=Text(f"{purpose}.consent"),
        how=why or Text(f"{otherwise or purpose}.consent_how"),
        steps=steps,
        points=tuple((Text(f"face.{name}"), Text(f"{whose[name]}.{name}_what", **fields)) for name in names),
        agree=Text(f"{purpose}.agree"),
        decline=Text(f"{otherwise or purpose}.decline"),
    )


async def _one_try(session: Session, steps: Steps, person: str, trouble: Text | None) -> FaceProof | Text | None:
    """The proof; why there is none; or None when another way was chosen."""
    actions = challenge(session.configuration.face.actions, secrets.choice)
    taken = await _take(session, steps, trouble, actions)
    if taken is None:
        return None
    try:
        if not taken.jpeg:
            return why_not(taken)
        return await _compared(session, person, taken, tuple(action.value for action in actions))
    finally:
        taken.wipe()
        await given_back()


async def _take(session: Session, steps: Steps, trouble: Text | None, actions: tuple[Action, ...]) -> Taken | None:
    """One try with these actions; None when another way was chosen."""
    face = session.configuration.face
    limits = LivenessLimits(ready=float(face.ready), action=float(face.action))

    def page(view: View) -> FaceCapture:
        return FaceCapture(
            headline=Text("face.look"),
            how=Text("face.look_how"),
            steps=steps,
            view=view,
            camera=Text("face.camera_on"),
            trouble=trouble,
            other_ways=(CANCEL,),
        )

    def take(watch: FaceWatch, latest: Latest, view: View) -> Taken:
        return watch.take(latest, view, actions, limits)

    return await before_mirror(session, take, page, face.ready + len(actions) * face.action)


async def before_mirror(
    session: Session,
    take: Callable[[FaceWatch, Latest, View], Taken],
    page: Callable[[View], FaceCapture],
    seconds: float,
) -> Taken | None:
    """Show the mirror until `take` has ended, which may last `seconds`; None when another way was chosen.

    Raises `ModelsMissingError`. A camera that shows nothing is told in what was `Taken`.
    """
    camera, folder = session.equipment.camera, networks_folder(session.configuration)
    assert camera is not None, "looked at before"
    try:
        ended = await before_camera(
            session, camera, lambda: FaceWatch(folder), take, view_of=mirror, page_of=page, seconds=seconds + SPARE
        )
    except NoPictureError:
        return Taken(no_camera=True)
    return ended if isinstance(ended, Taken) else None


def why_not(taken: Taken) -> Text:
    """Why there is no picture, in a sentence that helps."""
    return NO_PICTURE if taken.failure is None else Text(f"face.failed.{taken.failure.value}")


async def _compared(session: Session, person: str, taken: Taken, actions: tuple[str, ...]) -> FaceProof | Text:
    """With the photo on file, and with the ID card's own, which goes along as it was read."""
    photo = session.proven.chip_photo if session.proven.id_number == person else b""
    asking = session.equipment.bureau.call(
        "compare_face",
        lambda bureau: compare_face(bureau, person, session.name, taken.jpeg, actions=actions, photo=photo),
    )
    try:
        return await session.working(Text("face.comparing"), Text("common.waiting_for_bureau"), asking)
    except BackendRefused as refused:
        if refused.code not in _AGAIN_AFTER:
            raise
        return Text(f"face.failed.{refused.code}")


async def _try_again(session: Session, steps: Steps, why: Text, left: int) -> bool:
    """It did not work: why, and what now. Nobody is told that anything stops because of it."""
    gone = why == NO_PICTURE
    page = Result(
        headline=Text("face.camera_gone" if gone else "face.not_yet"),
        outcome=Outcome.FAILED,
        steps=steps,
        what_now=(Text("face.camera_gone_now"),) if gone else (why, Text("face.tries_left", tries=left)),
        who_helps=who_helps(session.configuration),
        main=OTHER_WAY if gone else AGAIN,
        buttons=(AGAIN if gone else OTHER_WAY,),
    )
    return await session.offer(page) == AGAIN.key
