"""The page that stands when the terminal cannot come up: with the hotline, even without a configuration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli.maintenance import maintenance_page
from kiosk.config import load
from kiosk.place import frame, hotline_open
from texts import Language, render

SHIPPED = Path(__file__).parents[2] / "kiosk.toml"
GRAB = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from kiosk.cli import maintenance
from ui.app import Screen

def served(screen):
    screen.when_first_painted(lambda: QTimer.singleShot(0, screen.quit))
    return run(screen)

run, Screen.exec = Screen.exec, served
sys.exit(maintenance.maintain(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("path", [SHIPPED, Path("there/is/none.toml")])
def test_it_stands_with_and_without_a_configuration(path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    ended = subprocess.run([sys.executable, "-c", GRAB, str(path)], env=environment, timeout=60, check=False)
    assert ended.returncode == 0


def test_the_hotline_stands_with_its_hours_by_the_configuration_or_without_one(tmp_path: Path) -> None:
    words = SHIPPED.read_text("utf-8").replace('"24 小时有人接听"', '"工作日 9:00–17:00 有人接听"')
    (tmp_path / "kiosk.toml").write_text(words, "utf-8")
    known = frame(load(tmp_path / "kiosk.toml")).hotline
    assert render(known, Language.ZH_CN).endswith("023-12333，工作日 9:00–17:00 有人接听")
    assert render(hotline_open(), Language.ZH_CN).endswith("023-12333，24 小时有人接听")


def test_it_names_the_place_to_go_where_it_is_known() -> None:
    (place,) = maintenance_page(load(SHIPPED)).where_else
    assert "窗口" in render(place, Language.ZH_CN)
    assert maintenance_page(None).where_else == ()
