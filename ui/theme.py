"""The look in one table: colours, type, spacing and motion of the three themes, from millimetres to pixels."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, unique
from typing import TypeAlias

MM_PER_INCH = 25.4
TEXT_CONTRAST = 7.0
"""The least contrast of text on whatever it stands on (WCAG 2.2, success criterion 1.4.6)."""
EDGE_CONTRAST = 3.0
"""The least contrast of a control's edge with what surrounds it (WCAG 2.2, success criterion 1.4.11)."""
BODY_MM = 7.0
"""The least height of a Chinese character (the em square) in the standard and high-contrast themes."""
CARE_SCALE = 1.5
"""How much larger that is in 关怀版."""
ONE_ROW_MM = 400
"""From this width on leaving, tools and the main action stand in one row."""

Token: TypeAlias = str | int | float | bool


@unique
class ThemeName(Enum):
    """The themes a resident can choose: standard, 关怀版, high contrast."""

    STANDARD = "standard"
    CARE = "care"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as `#RRGGBB`. A tone's `…_tint` is the quiet surface that the tone's words stand on."""

    ink: str = "#14213D"
    quiet: str = "#404B65"
    primary: str = "#0A4DA2"
    on_primary: str = "#FFFFFF"
    pressed: str = "#083A7C"
    primary_tint: str = "#EFF4FB"
    danger: str = "#A3001C"
    danger_tint: str = "#FCF0F2"
    good: str = "#0B5D34"
    good_tint: str = "#EDF6F1"
    attention: str = "#6F4400"
    attention_tint: str = "#FCF5E9"
    background: str = "#F5F7FA"
    surface: str = "#FFFFFF"
    edge: str = "#76839B"
    hairline: str = "#DDE3EC"
    scenery: str = "#E4EBF4"
    scenery_far: str = "#EDF2F8"
    paper: str = "#FFFFFF"
    paper_ink: str = "#000000"
    focus: str = "#FFB000"
    focus_ink: str = "#14213D"
    night: str = "#0B2E63"
    night_far: str = "#123A78"
    night_hills: str = "#0A2450"
    night_near: str = "#081B3F"
    on_night: str = "#FFFFFF"
    scrim: str = "#B314213D"


_STANDARD = Colours()
_CARE = replace(_STANDARD, edge="#0A4DA2", hairline="#B9C4D6", quiet="#2E3A54")
_CONTRAST = Colours(
    ink="#FFFFFF",
    quiet="#FFFFFF",
    primary="#FFD400",
    on_primary="#000000",
    pressed="#FFFFFF",
    primary_tint="#000000",
    danger="#FFD400",
    danger_tint="#000000",
    good="#FFFFFF",
    good_tint="#000000",
    attention="#FFD400",
    attention_tint="#000000",
    background="#000000",
    surface="#000000",
    edge="#FFFFFF",
    hairline="#FFFFFF",
    scenery="#000000",
    scenery_far="#000000",
    focus="#FFD400",
    focus_ink="#FFFFFF",
    night="#000000",
    night_far="#000000",
    night_hills="#000000",
    night_near="#000000",
    scrim="#D9000000",
)
COLOURS: Mapping[ThemeName, Colours] = {
    ThemeName.STANDARD: _STANDARD,
    ThemeName.CARE: _CARE,
    ThemeName.CONTRAST: _CONTRAST,
}

TEXT_PAIRS = (
    *((text, ground) for text in ("ink", "quiet", "primary") for ground in ("background", "surface", "primary_tint")),
    *((tone, ground) for tone in ("danger", "good", "attention") for ground in ("background", "surface")),
    *((tone, f"{tone}_tint") for tone in ("danger", "good", "attention")),
    *(("ink", f"{tone}_tint") for tone in ("danger", "good", "attention")),
    ("ink", "scenery"),
    ("quiet", "scenery"),
    ("ink", "scenery_far"),
    ("on_primary", "primary"),
    ("on_primary", "pressed"),
    ("on_primary", "danger"),
    ("on_night", "night"),
    ("on_night", "night_far"),
    ("on_night", "night_hills"),
)
"""Which colour of text stands on which ground, anywhere on the screen."""
EDGE_PAIRS = (("edge", "background"), ("edge", "surface"), ("edge", "primary_tint"), ("primary", "background"))
"""Which edge of a control meets which ground."""

FAMILY = "Noto Sans CJK SC"
"""The one typeface, for the screen and for paper."""
_NAMES = ("small", "body", "strong", "label", "key", "title", "clock")
TYPE_MM: Mapping[tuple[bool, bool], Mapping[str, float]] = {
    (False, True): dict(zip(_NAMES, (7.2, 8.2, 9.4, 11.2, 16.0, 16.4, 70.0), strict=True)),
    (False, False): dict(zip(_NAMES, (7.0, 7.6, 8.6, 10.0, 14.0, 14.0, 44.0), strict=True)),
    (True, True): dict(zip(_NAMES, (10.5, 11.0, 12.2, 14.0, 20.0, 20.0, 70.0), strict=True)),
    (True, False): dict(zip(_NAMES, (10.5, 10.5, 11.2, 12.6, 17.0, 16.4, 40.0), strict=True)),
}
"""Heights of the em square, which Chinese characters fill, in millimetres, by (关怀版, a tall panel).

Nothing is below 7 mm, and below 1.5 times that in 关怀版; on a low panel headlines give way to what is asked.
"""
FRAME_MM: Mapping[str, tuple[str, float]] = {"frame": ("body", 8.4), "frame_small": ("small", 7.6)}
"""Who, where and when above a page: like which type, and at most how high. In 关怀版 the room is the question's."""

SPACE_MM: Mapping[str, float] = {
    "hair": 0.5,
    "tight": 2.0,
    "gap": 4.0,
    "space": 6.0,
    "roomy": 10.0,
    "margin": 15.0,
    "target": 20.0,
    "button": 24.0,
    "radius": 5.0,
    "corner": 3.5,
    "icon": 12.0,
    "typing": 15.5,
    "typing_gap": 2.2,
}
"""Distances, edges and the least heights of what is touched, on every panel."""
SIZE_MM: Mapping[str, tuple[float, float]] = {
    "panel": (236.0, 236.0),
    "field": (28.0, 20.0),
    "pad_key": (34.0, 34.0),
    "typing_most": (26.0, 22.0),
    "main": (124.0, 124.0),
    "tile": (50.0, 50.0),
    "tile_large": (62.0, 62.0),
    "tile_least": (30.0, 30.0),
    "hero": (132.0, 120.0),
    "hero_picture": (76.0, 76.0),
    "drawing": (200.0, 200.0),
    "stage": (150.0, 150.0),
    "ring": (64.0, 48.0),
    "chart": (62.0, 46.0),
    "bars": (38.0, 38.0),
}
"""How wide or high single things are, or are at most, on a tall panel and on a wide one."""
FLICK_MM_S: Mapping[str, float] = {"flick": 2200.0, "flick_wheel": 1500.0, "flick_slows": 740.0}
"""How fast a list and a wheel of months run at most after a finger has flung them, and by how much they slow down."""
MOTION_MS: Mapping[str, tuple[int, int]] = {
    "motion": (120, 0),
    "beat": (450, 900),
    "second": (1000, 1000),
    "picture": (33, 33),
}
"""Milliseconds, as they are and in 关怀版: how long a page takes to arrive; between two beats of what is waited for,
two steps of a count, and two pictures of the camera. Nothing else moves, and nothing on a page at rest."""


class ContrastError(ValueError):
    """A city's own colour is too pale or too dark for the text that stands on it."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def palette(theme: ThemeName, primary: str | None = None) -> Colours:
    """The theme's colours, with the city's own primary where the theme allows one. Raises `ContrastError`."""
    colours = COLOURS[theme]
    if primary is None or theme is ThemeName.CONTRAST:
        return colours
    own = replace(colours, primary=primary, pressed=_darker(primary))
    for text, ground in TEXT_PAIRS:
        if "primary" in (text, ground) and contrast(getattr(own, text), getattr(own, ground)) < TEXT_CONTRAST:
            raise ContrastError(f"primary colour {primary}: {text} on {ground} has a contrast below {TEXT_CONTRAST}")
    return own


def _darker(colour: str) -> str:
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * 0.75):02X}" for i in (1, 3, 5))


@dataclass(frozen=True, slots=True)
class Panel:
    """The glass: pixels and the diagonal in inches."""

    width: int
    height: int
    inches: float

    @property
    def px_per_mm(self) -> float:
        """How many pixels a millimetre of the glass has."""
        return math.hypot(self.width, self.height) / (self.inches * MM_PER_INCH)


def tokens(theme: ThemeName, panel: Panel, primary: str | None = None, *, moves: bool = True) -> dict[str, Token]:
    """Everything that `Theme.qml` holds, by its property names: colours, pixels, milliseconds, flags.

    `moves`: whether pages arrive by motion; without, they are there at once.
    """
    care = theme is ThemeName.CARE
    colours = palette(theme, primary)
    named: dict[str, Token] = {_camel(name): getattr(colours, name) for name in Colours.__dataclass_fields__}
    named |= {_camel(name): _px(mm, panel) for name, mm in _lengths(care, tall=panel.height > panel.width).items()}
    return named | {
        "name": theme.value,
        "care": care,
        "contrast": theme is ThemeName.CONTRAST,
        "wide": panel.width > panel.height,
        "oneRow": panel.width / panel.px_per_mm >= ONE_ROW_MM,
        "mm": panel.px_per_mm,
        "edgeWidth": max(2, round(panel.px_per_mm * (0.9 if care or theme is ThemeName.CONTRAST else 0.5))),
        **{name: slow if care else usual for name, (usual, slow) in MOTION_MS.items()},
        **({} if moves else {"motion": 0}),
    }


def _lengths(care: bool, *, tall: bool) -> dict[str, float]:
    """Everything that has a length, in millimetres."""
    types = TYPE_MM[care, tall]
    frame = {name: min(types[like], most) for name, (like, most) in FRAME_MM.items()}
    sizes = {name: either if tall else wide for name, (either, wide) in SIZE_MM.items()}
    return {**types, **frame, **SPACE_MM, **sizes, **FLICK_MM_S}


def _px(mm: float, panel: Panel) -> int:
    return max(1, math.ceil(mm * panel.px_per_mm - 0.25))


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
