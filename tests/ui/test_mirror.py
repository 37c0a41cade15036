"""The mirror shows who stands there as a mirror does, and what it says is spoken and told, each new word once."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from on_the_glass import plain, seen
from PySide6.QtCore import QPointF, QSize

from texts import Language, Text, render
from ui.face_pages import FaceCapture, Guide
from ui.hand import visible_items
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


def test_the_headline_asks_for_what_is_asked_now(bench: Any) -> None:
    view = PaperFigure(guide("closer"))
    bench.show(FaceCapture(headline=Text("face.look"), view=view, camera=Text("face.camera_on")))
    assert on_the_glass(bench, "请看屏幕，把脸放进圈里")
    view.guide = Guide(Text("face.do.left"), Tone.GOOD, 0.6, Text("face.act"))
    bench.until(lambda: "请照下面的提示做动作" in seen(bench))
    assert "请看屏幕，把脸放进圈里" not in seen(bench)


@pytest.mark.parametrize("language", Language)
def test_the_least_panel_says_that_the_camera_is_on_below_whatever_went_wrong(
    make_bench: Callable[..., Any], language: Language
) -> None:
    bench = make_bench(width=1280, height=1024, panel_inches=17.0, theme=ThemeName.CARE, language=language)
    page = FaceCapture(
        headline=Text("face.look"),
        view=PaperFigure(guide("closer")),
        camera=Text("face.camera_on"),
        trouble=Text("face.failed.FACE_MISMATCH"),
    )
    bench.show(page)
    bench.settle()
    assert bottom_of(bench, render(page.camera, language)) <= top_of(bench, render(Text("ui.words.leave"), language))


def on_the_glass(bench: Any, words: str) -> Any:
    items = visible_items(bench.screen.window.contentItem())
    return next(item for item in items if plain(str(item.property("text") or "")) == words)


def top_of(bench: Any, words: str) -> float:
    return on_the_glass(bench, words).mapToScene(QPointF(0, 0)).y()


def bottom_of(bench: Any, words: str) -> float:
    item = on_the_glass(bench, words)
    return item.mapToScene(QPointF(0, item.height())).y()
