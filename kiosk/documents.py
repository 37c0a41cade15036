"""Photographs a paper for an application: found, laid flat, judged, shown for keeping, and staged at the bureau.

    attachment = await document(session, resident, Text("…what paper…"), steps)

gives what an operation names (`Attachment`), or None where the resident goes on without; by `can_take_documents` a
service knows beforehand whether to offer it. Nothing of the picture is written at the terminal.
"""

from typing import Final

from devices.camera import Camera
from kiosk.backend.applications import Upload, UploadKind
from kiosk.backend.schemas import Attachment
from kiosk.before_camera import Latest, NoPictureError, Shot, before_camera
from kiosk.device import Device
from kiosk.document_watch import Desk, DocumentWatch
from kiosk.place import who_helps
from kiosk.proven import Resident
from kiosk.session import Session
from kiosk.signature import staged
from texts import Text
from ui.document_pages import DocumentCapture, PictureCheck
from ui.pages import Button, Outcome, Result, Steps
from vision.document import SheetLimits

JPEG: Final = "image/jpeg"
SPARE: Final = 5.0
"""Seconds beyond a try's own limit: loading OpenCV, and the camera's first picture."""
WITHOUT: Final = Button("without", Text("documents.without"))
KEEP: Final = Button("keep", Text("documents.keep"))
AGAIN: Final = Button("again", Text("documents.again"))


def can_take_documents(session: Session) -> bool:
    """Whether a camera sees the desk, or at least whoever stands here and can hold the paper up."""
    return _camera(session) is not None


async def document(session: Session, resident: Resident, what: Text, steps: Steps) -> Attachment | None:
    """Have the paper `what` (「委托书」) of that person photographed until one picture is kept, and stage it.

    None when the resident goes on without it, or no camera works. Raises as `stage`. 返回 does not cross it.
    """
    attachment = await session.fetched(("document", what.id), lambda: _until_kept(session, resident, what, steps))
    session.memory.wall()
    return attachment


async def _until_kept(session: Session, resident: Resident, what: Text, steps: Steps) -> Attachment | None:
    """Nothing is sent before it was seen."""
    trouble: Text | None = None
    while (camera := _camera(session)) is not None:
        try:
            shot = await _take(session, camera, what, steps, trouble)
        except NoPictureError:
            if await session.offer(_no_camera(session, steps)) == WITHOUT.key:
                return None
            continue
        if not isinstance(shot, Shot):
            return None
        trouble = None if shot.jpeg else Text("documents.not_good")
        try:
            pressed = await session.offer(_check(what, steps, shot)) if shot.jpeg else AGAIN.key
            if pressed == WITHOUT.key:
                return None
            if pressed == KEEP.key:
                return await staged(session, resident, Upload(UploadKind.DOCUMENT, JPEG, bytes(shot.jpeg)))
        finally:
            shot.wipe()
    return None


def _camera(session: Session) -> Device[Camera] | None:
    """The one over the desk; without one, the one that sees the resident, who holds the paper before it."""
    both = (session.equipment.document_camera, session.equipment.camera)
    return next((camera for camera in both if camera is not None and camera.usable), None)


async def _take(session: Session, camera: Device[Camera], what: Text, steps: Steps, trouble: Text | None) -> Shot | str:
    table = session.configuration.documents
    limits = SheetLimits(ready=float(table.ready))
    over_the_desk = camera is session.equipment.document_camera

    def page(desk: Desk) -> DocumentCapture:
        return DocumentCapture(
            headline=Text("documents.lay" if over_the_desk else "documents.hold_up", what=what),
            how=Text("documents.lay_how" if over_the_desk else "documents.hold_up_how"),
            steps=steps,
            view=desk,
            camera=Text("documents.camera_on"),
            trouble=trouble,
            other_ways=(WITHOUT,),
        )

    def take(watch: DocumentWatch, latest: Latest, desk: Desk) -> Shot:
        return watch.take(latest, desk, limits, table.most_bytes)

    return await before_camera(
        session, camera, DocumentWatch, take, view_of=Desk, page_of=page, seconds=table.ready + SPARE
    )


def _check(what: Text, steps: Steps, shot: Shot) -> PictureCheck:
    """The paper as it will be sent."""
    return PictureCheck(
        headline=Text("documents.readable"),
        how=Text("documents.readable_how"),
        steps=steps,
        picture=shot.jpeg,
        shows=what,
        main=KEEP,
        buttons=(AGAIN, WITHOUT),
    )


def _no_camera(session: Session, steps: Steps) -> Result:
    return Result(
        headline=Text("documents.no_camera"),
        outcome=Outcome.FAILED,
        steps=steps,
        what_now=(Text("documents.no_camera_now"),),
        who_helps=who_helps(session.configuration),
        main=AGAIN,
        buttons=(WITHOUT,),
    )
