"""The mirror shows who stands there as a mirror does, and what it says is spoken and told, each new word once."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize

from texts import Language, Text
from ui.face_pages import FaceCapture, Guide
from ui.mirror import Mirror
from ui.pages import Tone
from ui.specimens_faces import PaperFigure
from ui.theme import Panel, ThemeName, tokens

PANEL = Panel(1080, 1920, 21.5)
THEMES = {theme.value: tokens(theme, PANEL, None) for theme in ThemeName}
GUIDES = {"closer": "请近一点", "uncover": "请摘下口罩", "too_dark": "光线太暗", "one_only": "请一个人拍"}


def guide(name: str) -> Guide:
    return Guide(Text(f"face.guide.{name}"), Tone.ATTENTION)


class Lit(PaperFigure):
    """Light falls from the left of the picture alone."""

    def picture(self) -> Any:
        picture = np.zeros((480, 640, 3), np.uint8)
        picture[:, :320] = 200
        return picture


def test_left_and_right_are_those_of_a_mirror() -> None:
    mirror = Mirror(lambda: Lit(guide("closer")), THEMES)
    image = mirror.requestImage("1/attention/standard", QSize(), QSize(400, 400))
    assert image.pixelColor(250, 200).lightness() > 150
    assert image.pixelColor(150, 200).lightness() < 50


@pytest.mark.parametrize(("name", "words"), GUIDES.items())
def test_new_guidance_is_shown_spoken_and_told_once(bench: Any, name: str, words: str) -> None:
    view = PaperFigure(guide("no_face"))
    spoken: list[str] = []
    told: list[str] = []
    bridge = bench.screen.bridge
    bridge.voice.tell = lambda said, _language: spoken.append(said)
    bridge.told.connect(told.append)
    bench.show(FaceCapture(headline=Text("face.look"), view=view, camera=Text("face.camera_on")))
    bench.until(lambda: bool(told))
    view.guide = guide(name)
    bench.until(lambda: words in told)
    bench.settle()
    assert bridge.language is Language.ZH_CN
    assert (spoken.count(words), told.count(words)) == (1, 1)
