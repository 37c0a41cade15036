"""The look's numbers: contrast of every pair that is used, sizes in millimetres on every panel."""

import pytest

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
