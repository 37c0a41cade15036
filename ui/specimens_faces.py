"""Specimens of the pages on which a face is taken; before the camera stands a paper figure."""

from collections.abc import Iterator
from typing import Any

from texts import Text
from ui.face_pages import Consent, FaceCapture, Guide
from ui.pages import AnyPage, Button, Steps, Tone

NAMES = ("purpose", "what", "where", "how_long", "who", "other")


class PaperFigure:
    """A head and shoulders, cut out of paper."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide

    def picture(self) -> Any | None:
        """480 × 640."""
        import cv2  # noqa: PLC0415 - for the gallery alone
        import numpy as np  # noqa: PLC0415

        picture = np.full((480, 640, 3), (196, 190, 184), np.uint8)
        cv2.ellipse(picture, (320, 500), (190, 150), 0, 0, 360, (120, 96, 74), -1, cv2.LINE_AA)
        cv2.ellipse(picture, (320, 235), (105, 140), 0, 0, 360, (150, 178, 214), -1, cv2.LINE_AA)
        cv2.ellipse(picture, (320, 175), (112, 95), 0, 180, 360, (46, 40, 38), -1, cv2.LINE_AA)
        for x in (280, 360):
            cv2.ellipse(picture, (x, 225), (16, 8), 0, 0, 360, (46, 40, 38), -1, cv2.LINE_AA)
        cv2.ellipse(picture, (320, 300), (36, 14), 0, 20, 160, (96, 88, 150), 5, cv2.LINE_AA)
        return picture


def faces() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    labels = (Text("operation.step_identify"), Text("certify_pension.step_face"), Text("operation.step_done"))
    fields = {"years": 3, "hotline": "023-12333"}
    yield (
        "consent",
        Consent(
            headline=Text("face.consent"),
            how=Text("face.consent_how"),
            steps=Steps(labels, 1),
            points=tuple((Text(f"face.{name}"), Text(f"face.{name}_what", **fields)) for name in NAMES),
            agree=Text("face.agree"),
            decline=Text("face.decline"),
        ),
    )
    guides = {
        "face_closer": Guide(Text("face.guide.closer"), Tone.ATTENTION),
        "face_turn": Guide(Text("face.do.left"), Tone.GOOD, 0.6),
    }
    for name, guide in guides.items():
        yield (
            name,
            FaceCapture(
                headline=Text("face.look"),
                how=Text("face.look_how"),
                steps=Steps(labels, 1),
                view=PaperFigure(guide),
                camera=Text("face.camera_on"),
                other_ways=(Button("cancel", Text("face.cancel")),),
            ),
        )
