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


def test_a_page_arrives_within_its_time() -> None:
    for theme in ThemeName:
        px = tokens(theme, PANELS[0])
        assert int(px["motion"]) <= 150
        assert tokens(theme, PANELS[0], moves=False)["motion"] == 0


QML = Path(resources.ROOT).parent / "ui" / "qml"
COLOUR = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|\bQt\.rgba|color: *["'](?!transparent)""")
SIZES = r"[xy]|\w*(?:[wW]idth|[hH]eight|[mM]argins?|[pP]adding|[sS]pacing|[rR]adius|[sS]ize|Velocity|Deceleration)"
LENGTH = re.compile(rf"(?:^|[ .])(?:{SIZES}): *(?P<length>.+)$")
SHARE = re.compile(r"[*/] *\([^()]*\?[^()]*\)")
"""A factor that depends on the layout."""
PIXELS = re.compile(r"(?<![\w.\[*/<>=])(?<![*/<>=] )(?:[2-9]|\d{2,})(?:\.\d+)?\b(?! *[*/\]])")
MILLIMETRES = re.compile(r"Theme\.mm *\*|\* *Theme\.mm")
DURATION = re.compile(r"\b(?:duration|interval): *\d{2,} *$")


def literals(line: str) -> list[str]:
    """What of a line of QML should be a token: colours, lengths and durations that are written out."""
    code = line.partition("//")[0].rstrip()
    length = LENGTH.search(code)
    pixels = PIXELS.findall(SHARE.sub("", re.sub('"[^"]*"', "", length["length"]))) if length else []
    return pixels + [found[0] for what in (COLOUR, DURATION, MILLIMETRES) if (found := what.search(code))]


@pytest.mark.parametrize("file", sorted(QML.rglob("*.qml")), ids=lambda file: file.stem)
def test_colours_lengths_and_durations_come_from_the_tokens(file: Path) -> None:
    """A length is a token or a share of something; `Theme.mm` only tells what was measured on the glass."""
    lines = enumerate(file.read_text("utf-8").splitlines(), 1)
    assert [f"{file.name}:{number}: {line.strip()}" for number, line in lines if literals(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        'color: "#FF0000"',
        "width: 120",
        "interval: 450",
        "font.pixelSize: 28",
        "anchors.topMargin: Theme.gap + 6",
        "height: Math.max(44, said.height)",
        "width: Math.round(Theme.mm * 215)",
        "maximumFlickVelocity: 9000",
    ],
)
def test_such_a_line_would_be_found(line: str) -> None:
    assert literals(line)


@pytest.mark.parametrize(
    "line",
    [
        "width: Math.round(parent.width * 0.34) - 2 * Theme.gap",
        "height: Theme.target * (large ? 2.2 : 1.6)",
        "x: index < 9 ? 0 : Theme.gap",
        "const by = x / Theme.mm;",
    ],
)
def test_a_share_of_a_token_is_one(line: str) -> None:
    assert not literals(line)


def test_the_screen_knows_every_token_and_no_other() -> None:
    theme = (QML / "components" / "Theme.qml").read_text("utf-8")
    declared = set(re.findall(r"^ +property \w+ (\w+)", theme, re.MULTILINE))
    assert declared == set(tokens(ThemeName.STANDARD, PANELS[0]))
