"""Faults for practice: each that lasts is on the diagnostics page by its name, and each that does not says why."""

from collections.abc import Iterator

import pytest
from equipped import Equipped
from fault_table import mends
from world import World

from kiosk.diagnostics.backend import MUTE
from kiosk.diagnostics.checks import CHECKS
from kiosk.diagnostics.report import Finding
from kiosk.staff.finding_words import check_line
from sandbox.part import CommandError, Part
from sandbox.practice import LASTING, bring_about, drawn, orders

SUBJECTS = {
    "backend": ("backend", "backend_clock"),
    "id-reader": ("id_reader",),
    "printer": ("receipt_printer",),
    "pin-pad": ("pin_pad",),
    "camera": ("camera",),
    "psam": ("psam",),
    "document-printer": ("document_printer",),
    "duty-desk": ("network",),
}
"""Part → where its trouble is seen."""
MANUAL = mends()
MIDWAY = "only while something is read, printed or changed: the test of that device proves it"
SLOW = "as error500, after the line's own patience: 后台没有应答"
HARMLESS = "the terminal gets along with it, or an operation alone would notice"
WANTED = "only where its URL asks for more"
A_VISIT = "seen with a card in, which is a resident's visit: staff sign in before or after it"
A_CARDS = "a card's own, not the reader's"
NOT_AT_REST = {
    "backend": {
        **dict.fromkeys(("late", "never", "drip", "drip-body", "held", "held-answer", "delayed", "huge"), SLOW),
        **dict.fromkeys(("hang-up", "dropped", "half", "http-error", "seed"), SLOW),
        **dict.fromkeys(("doubled", "twice", "wrong-person", "too-much", "wrong-key", "hsm-down"), HARMLESS),
    },
    "card": {
        **dict.fromkeys(("pull-at", "pull-at-change", "pull-after-change", "stall", "slow"), MIDWAY),
        **dict.fromkeys(("foreign-bank", "foreign-sim", "foreign-transit"), A_CARDS),
        **dict.fromkeys(("silent", "dirty", "long-answer"), A_VISIT),
    },
    "id-reader": {
        **dict.fromkeys(("garbage", "glued", "split"), HARMLESS),
        **dict.fromkeys(("reset", "lift-midway", "wrong-length", "short-data"), MIDWAY),
    },
    "printer": {
        **dict.fromkeys(("paper-out-midway", "cutter-at-cut", "slow"), MIDWAY),
        **dict.fromkeys(("no-clear", "no-process-id", "chinese-off", "gbk-only"), HARMLESS),
    },
    "pin-pad": {"garbage": HARMLESS, **dict.fromkeys(("no-key", "cipher", "refuses", "wrong-length"), MIDWAY)},
    "camera": {"bright": HARMLESS, "small": WANTED, **dict.fromkeys(("stall", "dropped", "garbage-header"), "as gone")},
    "psam": dict.fromkeys(("vanish", "no-key", "level", "broken"), MIDWAY),
    "document-printer": dict.fromkeys(("paper-out-midway", "fails", "endless"), MIDWAY),
    "duty-desk": dict.fromkeys(("refuses", "garbage", "dropped"), "seen when somebody calls for help"),
}
"""Part → faults that are not drawn for practice, and why."""


@pytest.fixture
def site(world: World) -> Iterator[Equipped]:
    site = Equipped(world)
    (world.folder / "journal").mkdir()
    site.start()
    yield site
    site.stop()


def parts(site: Equipped) -> dict[str, Part]:
    return {part.name: part for part in reversed(site.parts) if part not in (site.laid_on, site.desk)}


def found(site: Equipped, part: str) -> list[tuple[str, Finding]]:
    """What is not in order, without what is only not known because of it."""
    looked = [(subject, CHECKS[subject](site.bench)) for subject in SUBJECTS[part]]
    return [(subject, finding) for subject, finding in looked if finding.code not in ("", MUTE)]


@pytest.mark.parametrize("part", LASTING)
def test_each_fault_for_practice_is_on_the_page_by_its_name_and_with_what_to_do(site: Equipped, part: str) -> None:
    for fault in LASTING[part]:
        for verb, *words in orders(part, fault):
            parts(site)[part].command(verb, *words)
        troubles = found(site, part)
        parts(site)[part].command("fault", "none")
        assert troubles, fault
        for subject, finding in troubles:
            line = check_line(subject, finding, site.bench.wall())
            assert f"故障代码 {finding.code}" in site.world.words(line.seen)
            assert f"`{finding.code}`" in MANUAL
            assert "原话" not in site.world.words(line.seen)
            assert len(site.world.words(line.what_now)) > 5


def test_every_fault_that_can_be_injected_is_drawn_or_says_why_not(site: Equipped) -> None:
    for name, part in parts(site).items():
        listed = set(part.faults)
        refusals = {each for each in listed if name == "id-reader" and each not in LASTING[name]}
        lasting = set(LASTING.get(name, ()))
        told = lasting | set(NOT_AT_REST[name]) | (refusals - set(NOT_AT_REST[name]))
        assert listed <= told, (name, listed - told)
        assert not lasting & set(NOT_AT_REST[name])
        assert lasting <= listed


@pytest.mark.parametrize("seed", [3])
def test_five_are_drawn_of_five_parts_and_all_five_are_found(site: Equipped, seed: int) -> None:
    chosen = bring_about(parts(site), seed)
    assert len({part for part, _ in chosen}) == 5
    assert all(found(site, part) for part, _ in chosen), chosen


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    assert drawn(LASTING, 7) == drawn(LASTING, 7)
    assert len({drawn(LASTING, seed) for seed in range(20)}) > 15


def test_too_few_parts_are_told() -> None:
    with pytest.raises(CommandError, match="至少要有 5 个部件"):
        drawn(("backend", "printer"), 1)
