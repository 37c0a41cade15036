"""`kiosk check backend URL`: each guarantee of the contract, looked at on a bureau's test system."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import ValidationError

from kiosk.backend.errors import BackendError
from kiosk.backend.schemas import SystemInfo
from kiosk.cli.say import complain, say
from kiosk.composition import gateway
from kiosk.conformance.bench import NEEDED, Bench, Broken, Line, fitting
from kiosk.conformance.checks import CHECKS, SYSTEM, Check

if TYPE_CHECKING:
    from kiosk.config import Configuration

BROKEN: Final = 1
NOT_LOOKED: Final = 2


class Result(NamedTuple):
    """How one check ended; `trouble` is "" where the guarantee holds."""

    check: Check
    trouble: str


def check_backend(configuration: "Configuration", url: str, people: Path, *, as_json: bool = False) -> int:
    """0 when every guarantee holds, 1 when one does not, 2 when nothing could be looked at.

    `people`: a JSON file of the test system's made-up people, as `kiosk sandbox people --json` writes them.
    """
    backend = configuration.backend
    own = (backend.client_cert, backend.client_key) if backend.client_cert else None
    line = Line(url, lambda: gateway(configuration), ca_file=backend.ca_file, own=own)
    if reason := _not_a_test_system(line):
        complain(f"{url}: {reason}")
        return NOT_LOOKED
    try:
        found = fitting(json.loads(people.read_text("utf-8")))
    except (OSError, ValueError) as error:
        complain(f"{people}: {error}")
        return NOT_LOOKED
    if len(found) < NEEDED:
        complain(f"{people}: 至少要有两个人，各有一张正常的卡 · two people with one normal card each are needed")
        return NOT_LOOKED
    results = look(Bench(line, *found[:NEEDED]))
    say(_json(url, results) if as_json else _words(results))
    return BROKEN if any(result.trouble for result in results) else 0


def look(bench: Bench) -> list[Result]:
    """Every check, whatever became of the others."""
    return [Result(check, _trouble(bench, check)) for check in CHECKS]


def _trouble(bench: Bench, check: Check) -> str:
    try:
        check.look(bench)
    except Broken as broken:
        return str(broken)
    except BackendError as error:
        return f"{type(error).__name__} {error.detail}".rstrip()
    except ValidationError as error:
        return f"not by the contract: {error.title}"
    return ""


def _not_a_test_system(line: Line) -> str:
    """Why nothing may be done there; "" for a test system."""
    try:
        told = line.ask(SYSTEM, None).as_a(SystemInfo)
    except (BackendError, Broken) as error:
        return f"没有可用的答复 · no answer that can be used: {type(error).__name__} {error}"
    return "" if told.test_system else "不是测试系统，不检查 · not a test system (test_system: false); nothing was done"


def _words(results: list[Result]) -> str:
    lines = [
        f"{'×' if result.trouble else '✓'} {result.check.name:<17} {result.check.words}"
        + (f"\n    {result.trouble}" if result.trouble else "")
        for result in results
    ]
    broken = sum(1 for result in results if result.trouble)
    end = f"{broken} 项不符合 · {broken} do not hold" if broken else f"{len(results)} 项全部符合 · all hold"
    return "\n".join((*lines, end))


def _json(url: str, results: list[Result]) -> str:
    told = [
        {"check": result.check.name, "holds": not result.trouble, "trouble": result.trouble or None}
        for result in results
    ]
    return json.dumps({"url": url, "holds": all(one["holds"] for one in told), "checks": told}, indent=2)
