"""What holds for every test: an offscreen screen, reproducible examples, nothing that piles up, no skip in CI."""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt; journeys with a display start processes
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest
from hypothesis import settings

IN_CI = bool(os.environ.get("CI"))

settings.register_profile("local", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("ci" if IN_CI else "local")

MOST_FILES = 300
MOST_THREADS = 60


@pytest.fixture(scope="module", autouse=True)
def _nothing_piles_up() -> Iterator[None]:
    """A worker lives for the whole run: what a module leaves open, a few hundred tests later, breaks others."""
    yield
    threads = Counter(thread.name.rstrip("0123456789") for thread in threading.enumerate())
    assert threads.total() <= MOST_THREADS, threads
    files = _open_files()
    assert files.total() <= MOST_FILES, files


def _open_files() -> Counter[str]:
    """What is open in this process, by kind or folder; empty where the system does not tell."""
    found: Counter[str] = Counter()
    with suppress(OSError):
        for entry in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                target = str(entry.readlink())
                found[target.partition(":")[0] if ":" in target else str(Path(target).parent)] += 1
    return found


def _fail_in_ci(report: pytest.CollectReport | pytest.TestReport) -> None:
    """A skip hides what nobody looks for: in CI it is a failure that gives the skip's reason."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI allows no skip: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _fail_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _fail_in_ci(report)
    return report


POINTS = "points of "
"""How a test calls its property that says at how many points it broke what: `points of report_loss`."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was enumerated, flow by flow and all together: a worker's own prints are heard by nobody."""
    points: Counter[str] = Counter()
    for report in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        points.update({name: int(str(count)) for name, count in report.user_properties if name.startswith(POINTS)})
    if points:
        terminalreporter.section("points of breaking")
        lines = ", ".join(f"{name.removeprefix(POINTS)} {count}" for name, count in points.items())
        terminalreporter.write_line(f"{points.total()} points in all: {lines}")
