"""The look's numbers: contrast of every pair that is used, sizes in millimetres on every panel."""

import re
from pathlib import Path

import pytest

import resources
from ui.theme import (
    BODY_MM,
    CARE_SCALE,
    EDGE_CONTRAST,
    EDGE_PAIRS,
    TEXT_CONTRAST,
    TEXT_PAIRS,
    TYPE_MM,
    ContrastError,
    Panel,
    ThemeName,
    contrast,
    palette,
    tokens,
)

PANELS = (Panel(1080, 1920, 21.5), Panel(1920, 1080, 21.5), Panel(1280, 1024, 17.0))


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#14213D", "#FFFFFF") == pytest.approx(16.0, abs=0.1)


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_every_ground_it_stands_on(theme: ThemeName, text: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_the_edges_of_controls_can_be_seen(theme: ThemeName, edge: str, ground: str) -> None:
    colours = palette(theme)
    assert contrast(getattr(colours, edge), getattr(colours, ground)) >= EDGE_CONTRAST


def test_a_city_may_have_its_own_colour_but_not_a_pale_one() -> None:
    assert palette(ThemeName.STANDARD, "#7A0019").primary == "#7A0019"
    assert palette(ThemeName.CONTRAST, "#7A0019").primary == "#FFD400"
    with pytest.raises(ContrastError, match="#5599DD"):
        palette(ThemeName.STANDARD, "#5599DD")


def test_the_reference_panel_has_four_pixels_to_a_millimetre() -> None:
    assert PANELS[0].px_per_mm == pytest.approx(4.03, abs=0.01)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("theme", ThemeName)
def test_targets_and_text_have_their_least_size_in_millimetres(panel: Panel, theme: ThemeName) -> None:
    px = tokens(theme, panel)
    least = BODY_MM * (CARE_SCALE if theme is ThemeName.CARE else 1)
    assert float(px["target"]) / panel.px_per_mm >= 20 - 0.1
    assert float(px["gap"]) / panel.px_per_mm >= 4 - 0.1
    assert float(px["small"]) / panel.px_per_mm >= least - 0.1


def test_no_type_is_smaller_than_the_least() -> None:
    for (care, _), sizes in TYPE_MM.items():
        assert min(sizes.values()) >= BODY_MM * (CARE_SCALE if care else 1)


def test_care_mode_does_not_move() -> None:
    assert tokens(ThemeName.CARE, PANELS[0])["motion"] == 0


def test_a_page_arrives_within_its_time_and_is_half_seen_at_once() -> None:
    for theme in ThemeName:
        px = tokens(theme, PANELS[0])
        assert int(px["motion"]) <= 150
        assert float(px["fadeFrom"]) >= 0.5
        assert tokens(theme, PANELS[0], moves=False)["motion"] == 0


QML = Path(resources.ROOT).parent / "ui" / "qml"
COLOUR = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|\bQt\.rgba|color: *["'](?!transparent)""")
LENGTH = re.compile(
    r"\b(?:width|height|spacing|radius|[xy]|pixelSize|padding|\w*[mM]argins?|size): *-?(?:[2-9]|\d{2,})(?:\.\d+)? *$"
)
DURATION = re.compile(r"\b(?:duration|interval): *\d{2,} *$")
OWN = {
    "pages/PlainColours.qml": "its colours are what is looked at",
    "components/Theme.qml": "holds the tokens",
}


@pytest.mark.parametrize("file", sorted(QML.rglob("*.qml")), ids=lambda file: file.stem)
def test_colours_lengths_and_durations_come_from_the_tokens(file: Path) -> None:
    """A length is a token, a share of another, or a number of millimetres of the glass (`Theme.mm`); never pixels."""
    if str(file.relative_to(QML)) in OWN:
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        for what in (COLOUR, LENGTH, DURATION):
            assert what.search(line.split("//")[0].rstrip()) is None, f"{file.name}:{number}: {line.strip()}"


@pytest.mark.parametrize("line", ['color: "#FF0000"', "width: 120", "interval: 450", "font.pixelSize: 28"])
def test_such_a_line_would_be_found(line: str) -> None:
    assert any(what.search(line) for what in (COLOUR, LENGTH, DURATION))
