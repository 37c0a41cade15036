"""Specimens of the pages on which papers and people are photographed for an application."""

from collections.abc import Iterator
from typing import Any

from texts import Text
from ui.document_pages import DocumentCapture, Outline, PictureCheck
from ui.face_pages import Guide
from ui.pages import AnyPage, Button, Steps, Tone
from ui.specimens_faces import PaperFigure

_CORNERS = ((180, 96), (1108, 150), (1074, 806), (146, 752))
_LINES = 7


class PaperOnDesk:
    """A sheet with grey lines for print, lying a little askew."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide

    @property
    def outline(self) -> Outline:
        return tuple((x / 1280, y / 960) for x, y in _CORNERS)

    def picture(self) -> Any | None:
        """960 × 1280."""
        import cv2  # noqa: PLC0415 - for the gallery alone
        import numpy as np  # noqa: PLC0415

        desk = np.full((960, 1280, 3), (72, 92, 108), np.uint8)
        flat = np.array([(0, 0), (900, 0), (900, 636), (0, 636)], np.float32)
        plane = cv2.getPerspectiveTransform(flat, np.array(_CORNERS, np.float32))
        shadow = cv2.warpPerspective(np.full((636, 900, 3), 40, np.uint8), plane, (1280, 960))
        desk = cv2.subtract(desk, cv2.GaussianBlur(np.roll(shadow, 8, 0), (0, 0), 9))
        seen = cv2.warpPerspective(sheet(), plane, (1280, 960))
        return np.where(
            cv2.warpPerspective(np.full((636, 900), 255, np.uint8), plane, (1280, 960))[:, :, None], seen, desk
        )


def sheet() -> Any:
    """636 × 900: lines for print, and a seal."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    paper = np.full((636, 900, 3), (236, 238, 238), np.uint8)
    cv2.rectangle(paper, (240, 60), (660, 92), (80, 74, 70), -1)
    for number in range(_LINES):
        length = 780 if number < _LINES - 1 else 420
        cv2.rectangle(paper, (60, 150 + number * 58), (60 + length, 164 + number * 58), (150, 146, 142), -1)
    cv2.circle(paper, (740, 500), 84, (52, 48, 190), 8, cv2.LINE_AA)
    return paper


def documents() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    labels = tuple(Text(f"operation.step_{name}") for name in ("identify", "confirm", "done"))
    guides = {
        "document_capture": Guide(Text("documents.guide.hold"), Tone.GOOD, 0.6),
        "document_glare": Guide(Text("documents.guide.glare"), Tone.ATTENTION),
    }
    what = Text("common.in_both", zh_CN="委托书", en="the letter of authority")
    for name, guide in guides.items():
        yield (
            name,
            DocumentCapture(
                headline=Text("documents.lay", what=what),
                how=Text("documents.lay_how"),
                steps=Steps(labels, 1),
                view=PaperOnDesk(guide),
                camera=Text("documents.camera_on"),
                other_ways=(Button("without", Text("documents.without")),),
            ),
        )
    words = ("documents.keep", "documents.again", "documents.without")
    yield "picture_check", _check("documents.readable", what, sheet(), words, labels)
    head = PaperFigure(Guide(Text("face.guide.hold"))).picture()
    words = ("portrait.keep", "portrait.again", "portrait.on_file")
    yield "portrait_check", _check("portrait.good", Text("portrait.shows"), _cut(head), words, labels)


def _check(headline: str, shows: Text, picture: Any, words: tuple[str, ...], labels: tuple[Text, ...]) -> PictureCheck:
    import cv2  # noqa: PLC0415

    main, *others = (Button(name.rpartition(".")[2], Text(name)) for name in words)
    return PictureCheck(
        headline=Text(headline),
        how=Text(f"{headline}_how"),
        steps=Steps(labels, 1),
        picture=bytearray(cv2.imencode(".jpg", picture)[1]),
        shows=shows,
        main=main,
        buttons=tuple(others),
    )


def _cut(picture: Any) -> Any:
    return picture[:, 125:515]
