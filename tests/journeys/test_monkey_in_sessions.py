"""A monkey before the whole terminal, in virtual time: whatever it touches, each session ends, and nothing breaks."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "support" / "session_monkey.py"
TAPS = 20_000 if os.environ.get("KIOSK_THOROUGH") else 250
"""On pages that take answers; the whole of it by `make fuzz`."""
SEED = 7


def monkey(folder: Path) -> dict[str, Any]:
    job = {"folder": str(folder), "seed": SEED, "taps": TAPS}
    done = subprocess.run([sys.executable, SCRIPT, json.dumps(job)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


@pytest.mark.timeout(3600 if os.environ.get("KIOSK_THOROUGH") else 180)
def test_every_session_of_a_monkey_ends_cleanly(tmp_path: Path) -> None:
    told = monkey(tmp_path)
    assert told["taps"] == TAPS
    assert told["stands"] == "Standby"
    assert told["faults"] == []
    assert not {"error", "stopped"} & set(told["ended"])
    assert told["started"] == sum(told["ended"].values()) >= 3
    assert told["resets"] >= told["started"]
    assert len(told["pages"]) >= 6
