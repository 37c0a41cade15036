"""`kiosk demo --tour`: a scripted resident goes through the journeys by touch, and leaves a picture of every page."""

import os
import shutil
from pathlib import Path

from kiosk.cli.say import complain, say
from kiosk.cli.simulated import SimulatedWorld, template


def tour(folder: Path, *, seed: int, landscape: bool) -> int:
    """0 only when every journey ended as it should."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
    os.environ["QT_QUICK_BACKEND"] = "software"
    from kiosk.cli.demo import LANDSCAPE, PORTRAIT  # noqa: PLC0415
    from kiosk.cli.guide import Guide  # noqa: PLC0415
    from kiosk.cli.run import serve  # noqa: PLC0415
    from ui.app import ScreenOptions  # noqa: PLC0415

    pictures, data = folder / "tour", folder / "tour-data"
    for old in (pictures, data):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    width, height = LANDSCAPE if landscape else PORTRAIT
    say("正在准备…… · preparing")
    with SimulatedWorld(data, seed=seed, besides=("camera",)) as world:
        guide = Guide(world, pictures)
        configuration = world.configuration(template(), limits={"take_back_alarm": 2})
        serve(configuration, ScreenOptions(width=width, height=height), guide.begin)
        slips = _collected(data / "slips", pictures)
    if guide.failed is not None:
        complain(f"导览没有走完 · the tour did not end as it should: {guide.failed!r}")
        return 1
    say(f"页面 {guide.taken} 张，凭条 {slips} 张，都在 {pictures}/ · {guide.taken} pages and {slips} slips")
    return 0


def _collected(printed: Path, pictures: Path) -> int:
    """Copy the printed paper beside the pages; how many."""
    slips = sorted(printed.glob("slip-*.png"))
    for slip in slips:
        shutil.copy(slip, pictures / slip.name)
    return len(slips)
