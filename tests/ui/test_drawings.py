"""The project's drawings: there for every picture and icon, in the colours of the theme."""

import tomllib

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication

import resources
from ui.drawings import Drawings
from ui.pages import Picture
from ui.theme import Panel, ThemeName, tokens

THEMES = {theme.value: tokens(theme, Panel(1080, 1920, 21.5)) for theme in ThemeName}


@pytest.mark.parametrize("picture", Picture)
def test_every_picture_is_drawn(picture: Picture, qapp: QGuiApplication) -> None:
    image = Drawings(THEMES).requestImage(f"{picture.value}/primary/standard", QSize(), QSize(500, 400))
    assert (image.width(), image.height()) == (500, 400)


def test_an_icon_takes_the_tone_that_is_asked_for(qapp: QGuiApplication) -> None:
    image = Drawings(THEMES).requestImage("pause/danger/standard", QSize(), QSize(48, 48))
    assert image.pixelColor(17, 24) == QColor(str(THEMES["standard"]["danger"]))


def test_an_unknown_icon_is_drawn_as_a_neutral_one(qapp: QGuiApplication) -> None:
    drawings = Drawings(THEMES)
    unknown = drawings.requestImage("no_such_icon/primary/care", QSize(), QSize(48, 48))
    assert unknown == drawings.requestImage("service/primary/care", QSize(), QSize(48, 48))


def test_every_item_of_the_catalogue_has_its_icon() -> None:
    items = tomllib.loads(resources.path("catalogue.toml").read_text("utf-8"))
    icons = {*items.pop("groups").values(), *(item["icon"] for item in items.values())}
    assert [icon for icon in icons if not resources.path("icons", f"{icon}.svg").is_file()] == []
