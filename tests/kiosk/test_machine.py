"""The program begun anew: the same process, the same arguments, whatever started it."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, sys
from kiosk.machine import become_anew
print(os.getpid(), *sys.argv[1:], flush=True)
if "ONCE" not in os.environ:
    os.environ["ONCE"] = "1"
    become_anew()
"""


def test_it_is_the_same_process_with_the_same_arguments(tmp_path: Path) -> None:
    script = tmp_path / "kiosk"
    script.write_text(SCRIPT)
    said = subprocess.run(
        [sys.executable, str(script), "run", "--config", "x"], capture_output=True, text=True, check=True
    )
    first, second = said.stdout.splitlines()
    assert first == second
    assert first.endswith("run --config x")
