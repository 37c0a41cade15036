"""Takes the applicant's photograph for their card: consent of its own, quality, a look at it, the bureau's stage.

    photo = await portrait(session, resident, steps)

gives what an application names (`Attachment`: a JPEG of 358 × 441), or None where the photograph on file is to do.
"""

from typing import Final

from kiosk.backend.applications import Upload, UploadKind
from kiosk.backend.schemas import Attachment
from kiosk.before_camera import Latest, View
from kiosk.face import before_mirror, can_take_faces, consent, is_too_young, why_not
from kiosk.face_watch import FaceWatch, Taken
from kiosk.place import who_helps
from kiosk.proven import Resident
from kiosk.session import Session
from kiosk.signature import staged
from texts import Text
from ui.document_pages import PictureCheck
from ui.face_pages import FaceCapture
from ui.pages import Button, Outcome, Page, Result, Steps
from vision.capture import PORTRAIT
from vision.liveness import LivenessLimits
from vision.models import ModelsMissingError

JPEG: Final = "image/jpeg"
ON_FILE: Final = Button("on_file", Text("portrait.on_file"))
NONE_ON_FILE: Final = Button("without", Text("portrait.none_on_file.without"))
"""To go on without: with the photograph on file, or with none."""
KEEP: Final = Button("keep", Text("portrait.keep"))
AGAIN: Final = Button("again", Text("portrait.again"))


def can_take_portrait(session: Session) -> bool:
    """Whether a camera sees, the networks are there, and whoever is here may consent by themselves."""
    return can_take_faces(session) and not is_too_young(session)


async def portrait(session: Session, resident: Resident, steps: Steps, *, on_file: bool = True) -> Attachment | None:
    """Have the resident photographed until one picture is kept, and stage it.

    `on_file`: whether the bureau has an older one, which will do. None when they would rather not, or it cannot be.
    Raises as `stage`. 返回 does not cross it.
    """
    attachment = await session.fetched(
        "portrait", lambda: _consented(session, resident, steps, ON_FILE if on_file else NONE_ON_FILE)
    )
    session.memory.wall()
    return attachment


async def _consented(session: Session, resident: Resident, steps: Steps, without: Button) -> Attachment | None:
    otherwise = "" if without is ON_FILE else "portrait.none_on_file"
    page = consent(session, steps, "portrait", otherwise=otherwise)
    if not can_take_portrait(session) or not await session.ask(page):
        return None
    session.memory.wall()
    try:
        return await _until_kept(session, resident, steps, without)
    except ModelsMissingError:
        return None


async def _until_kept(session: Session, resident: Resident, steps: Steps, without: Button) -> Attachment | None:
    """Nothing is sent before it was seen."""
    while (taken := await _take(session, steps, without)) is not None:
        try:
            pressed = await session.offer(_check(session, steps, taken, without))
            if pressed == without.key:
                return None
            if pressed == KEEP.key:
                return await staged(session, resident, Upload(UploadKind.PHOTO, JPEG, bytes(taken.jpeg)))
        finally:
            taken.wipe()
    return None


async def _take(session: Session, steps: Steps, without: Button) -> Taken | None:
    """The mirror, until the face was held well for a moment; nothing is asked of it."""
    ready = session.configuration.face.ready

    def page(view: View) -> FaceCapture:
        return FaceCapture(
            headline=Text("portrait.look"),
            how=Text("portrait.look_how"),
            steps=steps,
            view=view,
            camera=Text("face.camera_on"),
            other_ways=(without,),
        )

    def take(watch: FaceWatch, latest: Latest, view: View) -> Taken:
        return watch.take(latest, view, (), LivenessLimits(ready=float(ready)), PORTRAIT)

    return await before_mirror(session, take, page, ready)


def _check(session: Session, steps: Steps, taken: Taken, without: Button) -> Page[str]:
    """The photograph as it will be sent; or why there is none."""
    if taken.jpeg:
        return PictureCheck(
            headline=Text("portrait.good"),
            how=Text("portrait.good_how"),
            steps=steps,
            picture=taken.jpeg,
            shows=Text("portrait.shows"),
            main=KEEP,
            buttons=(AGAIN, without),
        )
    return Result(
        headline=Text("portrait.not_yet"),
        outcome=Outcome.FAILED,
        steps=steps,
        what_now=(why_not(taken),),
        who_helps=who_helps(session.configuration),
        main=AGAIN,
        buttons=(without,),
    )
