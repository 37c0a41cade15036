"""`kiosk sandbox practise` and `answers`: faults that a seed has drawn are looked for, and how it went is told."""

from pathlib import Path
from typing import Final

from kiosk.cli.say import say
from kiosk.clock import wall
from kiosk.diagnostics.backend import MUTE
from kiosk.diagnostics.figure_words import figure_name
from kiosk.diagnostics.network import UNREACHED
from kiosk.diagnostics.outcomes import SELF_TEST, Outcomes
from kiosk.diagnostics.report import Level
from kiosk.staff.roll import Roll, Waits
from sandbox.control import ask_state, send
from sandbox.part import CommandError
from sandbox.practice import COUNT, drawn, orders
from sandbox.runner import SETTINGS
from texts import Language, Text, render

ALL_NAMED, SOME_NOT = 0, 1
KNOWN_FOR = 30
"""Days; a terminal may be told fewer (`staff.offline_days`)."""
_SEEN_AT: Final = {"backend": ("backend", "backend_clock"), "duty-desk": (f"{UNREACHED}duty_desk",)}
"""Part → the subjects, or figures of the network's, that tell of it, where they are not its key in `[devices]`."""


def bring_about(control_port: int, seed: int, count: int | None, journal: Path) -> int:
    """Switch them on, and say no more than how many and how to have the answers. `CommandError`, `OSError`.

    At a terminal where nobody ever signed in, nobody could while the bureau is away: that is told, and nothing is done.
    """
    if not Roll(journal, wall, days=KNOWN_FOR, waits=Waits()).knows_anybody:
        raise CommandError(f"请先在终端上以运维人员登录一次再退出：{journal} 里还没有人登录过，后台不通时谁也登录不了")
    chosen = drawn(ask_state(control_port), seed, count or COUNT)
    for part, fault in chosen:
        for verb, *words in orders(part, fault):
            send(control_port, part, verb, *words)
    say(f"{len(chosen)} 个故障已制造。请在终端的「设备诊断」里找出来，再看答案：")
    say(f"kiosk sandbox answers {seed} {len(chosen)} --control-port {control_port} --journal {journal}")
    return 0


def tell(control_port: int, seed: int, count: int | None, journal: Path) -> int:
    """What was drawn, and whether the terminal's last self-tests name each as a failure."""
    state, levels = ask_state(control_port), _levels(journal)
    missing = 0
    for part, fault in drawn(state, seed, count or COUNT):
        named = [subject for subject in _subjects(part) if levels.get(subject, Level.OK) is not Level.OK]
        missing += not named
        mark = "报告里有：" + "、".join(map(_title, named)) if named else "报告里没有"
        say(f"{part} {fault}：{state[part]['faults'][fault]}  → {mark}")
    return SOME_NOT if missing else ALL_NAMED


def _subjects(part: str) -> tuple[str, ...]:
    return _SEEN_AT.get(part, (SETTINGS[part][1],))


def _title(subject: str) -> str:
    """As the page calls it."""
    words = figure_name(subject) if subject.startswith(UNREACHED) else Text(f"doctor.check.{subject}")
    return render(words, Language.ZH_CN)


def _levels(journal: Path) -> dict[str, Level]:
    """How each subject stood at the last self-test, and what of the network was not reached."""
    tests = [each for each in Outcomes(journal, wall).all() if each.test == SELF_TEST]
    unreached = {name: Level.FAILED for each in tests for name in each.figures if name.startswith(UNREACHED)}
    return {each.subject: each.stands for each in tests if each.reason != MUTE} | unreached
