"""`kiosk demo`: the terminal in a window, and a small second window that stands for cards, paper and the bureau."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.cli.run import serve
from kiosk.cli.say import say
from kiosk.cli.simulated import SimulatedWorld, template
from ui.app import ScreenOptions

SHARE_OF_HEIGHT = 0.9
PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)


def demo(folder: Path, *, seed: int, landscape: bool, besides: Sequence[str] = ()) -> int:
    """Until either window is closed. `besides`: parts that not every terminal has."""
    say("正在准备演示…… · preparing the demo")
    with SimulatedWorld(folder / "sandbox", seed=seed, panel=True, besides=besides) as world:
        application = QGuiApplication(["kiosk"])
        options = fitting(LANDSCAPE if landscape else PORTRAIT, application.primaryScreen().availableSize().toTuple())
        say("终端和“对面”两个窗口已打开：在“对面”插卡、放身份证、看凭条、制造故障。")
        say(f"也可以在另一个命令行里：kiosk sandbox --control-port {world.control_port} do card insert zhang")
        return serve(world.configuration(template()), options)


def fitting(panel: tuple[int, int], desktop: object) -> ScreenOptions:
    """A window of the panel's shape that fits the desktop; sizes in millimetres shrink with it."""
    assert isinstance(desktop, tuple), "width and height"
    wide, high = int(desktop[0]), int(desktop[1])  # pyright: ignore[reportUnknownArgumentType]
    share = min(1.0, SHARE_OF_HEIGHT * high / panel[1], SHARE_OF_HEIGHT * wide / panel[0])
    return ScreenOptions(width=round(panel[0] * share), height=round(panel[1] * share), moves=True)
