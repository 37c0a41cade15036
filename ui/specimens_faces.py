"""Specimens of the pages on which a face is taken; before the camera stands a paper figure."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from texts import Text
from ui.face_pages import Consent, FaceCapture, Guide
from ui.pages import AnyPage, Button, Steps, Tone

Place: TypeAlias = tuple[int, int]
Colour: TypeAlias = tuple[int, int, int]
"""Blue, green, red."""
COAT: Final[Colour] = (120, 96, 74)
SKIN: Final[Colour] = (150, 178, 214)
HAIR: Final[Colour] = (46, 40, 38)
LIPS: Final[Colour] = (96, 88, 150)
ROUND: Final[Place] = (0, 360)
"""Degrees."""
NAMES = ("purpose", "what", "where", "how_long", "who", "other")


class PaperFigure:
    """A head and shoulders, cut out of paper; of `size` 1 as large as the oval wants them."""

    def __init__(self, guide: Guide, size: float = 1.0) -> None:
        self.guide = guide
        self._size = size

    def picture(self) -> Any | None:
        """480 × 640."""
        import cv2  # noqa: PLC0415 - for the gallery alone
        import numpy as np  # noqa: PLC0415

        picture = np.full((480, 640, 3), (196, 190, 184), np.uint8)

        def cut(at: Place, axes: Place, arc: Place, colour: Colour, width: int = -1) -> None:
            scaled = round(axes[0] * self._size), round(axes[1] * self._size)
            cv2.ellipse(picture, self._scaled(at), scaled, 0, *arc, colour, width, cv2.LINE_AA)

        cut((320, 500), (190, 150), ROUND, COAT)
        cv2.rectangle(picture, self._scaled((130, 500)), self._scaled((510, 1000)), COAT, -1)
        cut((320, 235), (105, 140), ROUND, SKIN)
        cut((320, 175), (112, 95), (180, 360), HAIR)
        for x in (280, 360):
            cut((x, 225), (16, 8), ROUND, HAIR)
        cut((320, 300), (36, 14), (20, 160), LIPS, 5)
        return picture

    def _scaled(self, place: Place) -> Place:
        """Where it is when everything has shrunk to the middle of the face."""
        return round(320 + (place[0] - 320) * self._size), round(235 + (place[1] - 235) * self._size)


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
    figures = {
        "face_closer": PaperFigure(Guide(Text("face.guide.closer"), Tone.ATTENTION), size=0.5),
        "face_turn": PaperFigure(Guide(Text("face.do.left"), Tone.GOOD, 0.6, Text("face.act"))),
    }
    for name, figure in figures.items():
        yield (
            name,
            FaceCapture(
                headline=Text("face.look"),
                how=Text("face.look_how"),
                steps=Steps(labels, 1),
                view=figure,
                camera=Text("face.camera_on"),
                other_ways=(Button("cancel", Text("face.cancel")),),
            ),
        )
