"""The systemd units: known to systemd, and agreeing with the program about times."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.watchdog import LOOK_EVERY

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = ("kiosk.service", "kiosk-maintenance.service", "kiosk-usb.path", "kiosk-usb.service")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_knows_every_line(tmp_path: Path) -> None:
    for unit in UNITS:
        text = (DEPLOY / unit).read_text("utf-8").replace("/opt/kiosk/bin/kiosk", "/bin/true")
        text = text.replace("/opt/kiosk/deploy/usb-export", "/bin/true")
        (tmp_path / unit).write_text(text, "utf-8")
    (tmp_path / "pcscd.socket").write_text("[Socket]\nListenStream=/run/pcscd/pcscd.comm\n")
    (tmp_path / "pcscd.service").write_text("[Service]\nExecStart=/bin/true\n")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, [line for line in verified.stderr.splitlines() if str(tmp_path) in line]) == (0, [])


def setting(name: str) -> str:
    (value,) = re.findall(rf"(?m)^{name}=(.*)$", (DEPLOY / "kiosk.service").read_text("utf-8"))
    return value


def test_two_minutes_may_be_missed_before_the_watchdog_bites() -> None:
    assert float(setting("WatchdogSec")) > 2 * 60 + LOOK_EVERY


@pytest.mark.parametrize(("name", "value"), [("LimitCORE", "0"), ("MemorySwapMax", "0"), ("NoNewPrivileges", "yes")])
def test_nothing_of_the_memory_reaches_a_disk(name: str, value: str) -> None:
    assert setting(name) == value


def test_the_third_restart_in_ten_minutes_leads_to_the_maintenance_page() -> None:
    names = ("StartLimitIntervalSec", "StartLimitBurst", "OnFailure", "Restart")
    assert [setting(name) for name in names] == ["600", "3", UNITS[1], "always"]
