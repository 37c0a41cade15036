"""Identity by face: consent first, liveness on the device, then the bureau compares; always one way among others."""

import asyncio
import secrets
from pathlib import Path
from typing import Any, Final

from devices.faults import DeviceError
from kiosk.backend.errors import BackendRefused
from kiosk.backend.faces import compare_face
from kiosk.backend.schemas import FaceProof
from kiosk.face_watch import FaceWatch, Taken, View
from kiosk.place import who_helps
from kiosk.session import Session
from kiosk.worker import DeadlineError, Worker
from texts import Text
from ui.face_pages import Consent, FaceCapture
from ui.pages import Button, Outcome, Result, Steps
from vision.liveness import LivenessLimits, challenge
from vision.memory import give_back
from vision.models import ModelsMissingError, installed_in, present

OPEN_SECONDS: Final = 2.0
SPARE: Final = 5.0
"""Seconds beyond a try's own limits: loading the networks, and the camera's first picture."""
CANCEL: Final = Button("cancel", Text("face.cancel"))
AGAIN: Final = Button("again", Text("face.again"))
OTHER_WAY: Final = Button("other", Text("face.other_way"))

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
    return camera is not None and camera.usable and networks_installed(session)


async def prove_by_face(session: Session, steps: Steps, person: str, why: Text | None = None) -> FaceProof | str:
    """What the bureau gave for the face; or the code of why this way is closed for the visit."""
    if (closed := _closed(session)) is not None:
        return closed
    if not await session.ask(_consent(session, steps, why)):
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
    age = session.proven.age(session.surroundings.wall().date())
    if age is not None and age < session.configuration.face.guardian_below:
        return MINOR
    if not networks_installed(session):
        return NO_NETWORKS
    camera = session.equipment.camera
    return None if camera is not None and camera.usable else NO_CAMERA


def _folder(session: Session) -> Path:
    told = session.configuration.face.models
    return Path(told) if told else installed_in()


def networks_installed(session: Session) -> bool:
    """Whether the networks that see faces are there."""
    return present(_folder(session))


def _consent(session: Session, steps: Steps, why: Text | None) -> Consent:
    """Purpose, what is taken, where it goes, how long, who, what else (个人信息保护法 17、30 条)."""
    face, terminal = session.configuration.face, session.configuration.terminal
    fields: dict[str, Any] = {"years": face.keep_years, "hotline": terminal.hotline}
    names = ("purpose", "what", "where", "how_long", "who", "other")
    return Consent(
        headline=Text("face.consent"),
        how=why or Text("face.consent_how"),
        steps=steps,
        points=tuple((Text(f"face.{name}"), Text(f"face.{name}_what", **fields)) for name in names),
        agree=Text("face.agree"),
        decline=Text("face.decline"),
    )


async def _one_try(session: Session, steps: Steps, person: str, trouble: Text | None) -> FaceProof | Text | None:
    """The proof; why there is none; or None when another way was chosen."""
    actions = challenge(session.configuration.face.actions, secrets.choice)
    taken = await _take(session, steps, trouble, actions)
    if taken is None:
        await asyncio.to_thread(give_back)
        return None
    try:
        if taken.failure is not None or taken.no_camera:
            return Text("face.failed.no_camera" if taken.failure is None else f"face.failed.{taken.failure.value}")
        return await _compared(session, person, taken, tuple(action.value for action in actions))
    finally:
        taken.wipe()
        await asyncio.to_thread(give_back)


async def _take(session: Session, steps: Steps, trouble: Text | None, actions: tuple[Any, ...]) -> Taken | None:
    """Show the mirror until the try has ended. The camera is on for no longer than the mirror stands."""
    camera = session.equipment.camera
    assert camera is not None, "looked at before"
    face = session.configuration.face
    limits = LivenessLimits(ready=float(face.ready), action=float(face.action))
    seconds = face.ready + len(actions) * face.action + SPARE
    watch = Worker("face", lambda: FaceWatch(_folder(session)))
    watch.start()
    try:
        eye = await camera.call(lambda driver: (driver.open(), driver)[1], OPEN_SECONDS)
        view = View(eye.latest)
        page = FaceCapture(
            headline=Text("face.look"),
            how=Text("face.look_how"),
            steps=steps,
            view=view,
            camera=Text("face.camera_on"),
            trouble=trouble,
            other_ways=(CANCEL,),
        )
        watching = watch.call(lambda one: one.take(eye.latest, view, actions, limits), seconds)
        with session.watched():
            ended = await session.ask_or(page, watching)
    except (DeviceError, DeadlineError):
        return Taken(no_camera=True)
    finally:
        await watch.stop()
        await _closed_camera(session)
    return ended if isinstance(ended, Taken) else None


async def _closed_camera(session: Session) -> None:
    camera = session.equipment.camera
    assert camera is not None, "looked at before"
    try:
        await camera.call(lambda driver: driver.close(), OPEN_SECONDS)
    except DeviceError as error:
        session.log.write("camera.failed", session=session.number, fault=error.fault.id, detail=error.detail)


async def _compared(session: Session, person: str, taken: Taken, actions: tuple[str, ...]) -> FaceProof | Text:
    asking = session.equipment.bureau.call(
        "compare_face", lambda bureau: compare_face(bureau, person, session.name, taken.jpeg, actions=actions)
    )
    try:
        return await session.working(Text("face.comparing"), Text("common.waiting_for_bureau"), asking)
    except BackendRefused as refused:
        if refused.code not in _AGAIN_AFTER:
            raise
        return Text(f"face.failed.{refused.code}")


async def _try_again(session: Session, steps: Steps, why: Text, left: int) -> bool:
    """It did not work: why, and what now. Nobody is told that anything stops because of it."""
    page = Result(
        headline=Text("face.not_yet"),
        outcome=Outcome.FAILED,
        steps=steps,
        what_now=(why, Text("face.tries_left", tries=left)),
        who_helps=who_helps(session.configuration),
        main=AGAIN,
        buttons=(OTHER_WAY,),
    )
    return await session.offer(page) == AGAIN.key
