"""A warm process that is asked in lines of JSON, and forks for each of them what would be slow to begin."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent
WITHOUT_THREADS = {"OPENBLAS_NUM_THREADS": "1"}
"""What is forked has the threads of its parent no longer."""


class Warm:
    """`script`: one beside this file, which answers each line of its input with one line."""

    def __init__(self, script: str) -> None:
        self._command = [sys.executable, str(HERE / script)]

    def __enter__(self) -> Self:
        environment = {**os.environ, **WITHOUT_THREADS}
        self._process = subprocess.Popen(
            self._command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """Have one thing done, and give what it says of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())
