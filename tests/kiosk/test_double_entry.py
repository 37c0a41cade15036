"""Taps, timeouts, pulls, lifts and lost, late or doubled answers in any order: one effect at most for one intention."""

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, currently_in_test_context, event, settings, target
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from resident import Resident
from virtual_time import VirtualLoop
from world import World

from devices.pin import Pin
from kiosk.events import unfinished
from kiosk.journal import Operation, Standing
from kiosk.session import Session
from sandbox.population import NOW, people
from texts import Text
from ui.pages import Confirm, Home, Paused, Result, Standby, TakeBack

FIRST, SECOND = "120119", "704926"
CHANGES = "zhang"
WHO = {
    "report_loss": "wang",
    "lock_application": "suo",
    "unlock_application": "suo",
    "change_pin": CHANGES,
}
"""Item → who does it, as often as they like: what is locked is unlocked, and a PIN goes to and fro."""
ITEMS = st.sampled_from(sorted(WHO))
FIRST_ITEMS = st.sampled_from(sorted(WHO.keys() - {"lock_application"}))
"""What can be done first: of what is locked already, only the unlocking takes effect."""
BREAKS = (
    *("none", "operations:hang-up", "operations:dropped", "operations:doubled", "operations:twice"),
    *("operations:error500", "operations:held", "settle:hang-up", "settle:error500", "hang-up", "down"),
)
FAULTS = st.just("none") | st.sampled_from(BREAKS)
"""Mended as often as broken: what is broken stays so, and before a bureau that is down nothing is entered twice."""
CHANGE_PIN, OK = b"\x80\x5e", b"\x90\x00"
PATIENCE_AT_END = 20
COMES_AGAIN = 3
"""On a busy machine the bureau's answer may be late, and they are told to come again."""
STUCK = 30.0
"""Real seconds in which any one step must be over, on a machine that does much else; most take a hundredth."""
WALKS = 200 if os.environ.get("KIOSK_THOROUGH") else 12
MOST_PAGES = 25
LAST_QUESTION = Text("change_pin.again")


class Knowing(Resident):
    """Somebody who knows the PIN that their card has, and changes it from one to another and back."""

    def __init__(self, world: World, item: str) -> None:
        super().__init__(world, item, WHO[item])
        self._chosen = SECOND

    async def answer(self, page: Any) -> None:
        if isinstance(page, TakeBack):
            await self.take_everything()
        else:
            await super().answer(page)

    async def take_everything(self) -> None:
        """Also what nobody asked them to take: a card that lies for milliseconds may not have been noticed."""
        self._world.lift()
        await self._world.pull()

    def _next_answer(self, page: Any) -> str | None:
        match page.headline.id:
            case "identity.enter_pin":
                return self._world.chip_pin(self._key)
            case "change_pin.new":
                self._chosen = SECOND if self._world.chip_pin(self._key) == FIRST else FIRST
                return self._chosen
            case "change_pin.again" | "open_mark.type_new":
                return self._chosen
            case _:
                return None


class AnyOrder(RuleBasedStateMachine):
    """One terminal, and residents who report a loss, lock and unlock, or change a PIN, as often as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-any-order-"))
        self.loop = VirtualLoop()
        everybody = people(1, now=datetime.now(NOW.tzinfo))
        self.world = World(self.folder, tuple(each for each in everybody if each.key in WHO.values()), self.loop)
        self.pins: list[Pin] = []
        self.sessions: list[Session] = []
        self.chip_changes = 0
        self.patch = pytest.MonkeyPatch()
        self._observe()
        self.residents = {item: Knowing(self.world, item) for item in WHO}
        self.resident = self.residents["report_loss"]
        self.over = asyncio.Event()
        self.playing = self.loop.create_task(self._play())
        self._run(self.world_is_up())

    # What happens.

    @initialize(item=FIRST_ITEMS)
    def somebody_was_here_before(self, item: str) -> None:
        """While nothing was broken, so that each walk has an effect: one in which nothing has proves nothing."""
        for _ in range(COMES_AGAIN):
            if not self.effects()[item]:
                self.somebody_goes_the_whole_way(item)
        assert self.effects()[item] == 1

    @rule(item=ITEMS)
    def somebody_comes(self, item: str) -> None:
        if isinstance(self.world.front.page, Home | Standby):
            self.world.backend.command("clock", "+1d")
            self.resident = self.residents[item]

    @rule(pages=st.integers(1, 8))
    def they_go_on(self, pages: int) -> None:
        for _ in range(pages):
            page = self.world.front.page
            self._run(self.resident.answer(page))
            self._run(asyncio.sleep(0.3))

    @rule(item=ITEMS)
    def somebody_comes_to_the_last_question(self, item: str) -> None:
        """The confirming answer is the next one, unless something is broken."""
        self.somebody_comes(item)
        for _ in range(MOST_PAGES):
            page = self.world.front.page
            if isinstance(page, Confirm | Result) or getattr(page, "headline", None) == LAST_QUESTION:
                return
            self._run(self.resident.answer(page))
            self._run(asyncio.sleep(0.3))

    @rule(item=ITEMS)
    def somebody_goes_the_whole_way(self, item: str) -> None:
        """Once whoever is here has gone with all that is theirs; to the result and home, unless something is broken."""
        self._go_on_until(Standby)
        self._run(self.resident.take_everything())
        self.somebody_comes(item)
        self._go_on_until(Result)
        self._go_on_until(Standby)

    @rule(times=st.integers(1, 3), name=st.sampled_from(["proceed", "enter", "wake", "leave", "back", "extend"]))
    def they_tap_at_once(self, times: int, name: str) -> None:
        """Without waiting for the page, and more than once."""
        serial = self.world.front.serial
        self._run(self._taps(name, *[serial, serial - 1] * times))

    @rule()
    def they_confirm_and_tap_on(self) -> None:
        page, serial = self.world.front.page, self.world.front.serial
        self._run(self.resident.answer(page))
        self._run(self._taps("proceed", *[serial, self.world.front.serial] * 3))

    @rule(name=st.sampled_from(["leave", "back"]))
    def they_leave_or_go_back(self, name: str) -> None:
        self._run(self.world.act(name))

    @rule(seconds=st.sampled_from([0.1, 1.0, 15.0, 70.0, 130.0, 1300.0]))
    def time_passes(self, seconds: float) -> None:
        self._run(asyncio.sleep(seconds))

    @rule()
    def the_card_is_pulled(self) -> None:
        self.world.slot.pull()

    @rule()
    def the_id_card_is_lifted(self) -> None:
        self.world.lift()

    @rule(after=st.booleans())
    def the_card_will_go_at_the_change(self, after: bool) -> None:
        self.world.pull_at_pin_change(after_acting=after)

    @rule(fault=FAULTS)
    def the_bureau_behaves(self, fault: str) -> None:
        """Setting another one lets go what was held: a late answer, or a request that arrives late."""
        self.world.backend.command("fault", fault)

    # What is always so.

    @invariant()
    def one_effect_at_most_for_one_intention(self) -> None:
        effects = Counter(reference for reference, _ in self._confirmed())
        assert all(count == 1 for count in effects.values()), effects
        started = Counter(event["item"] for event in self.world.events("operation.started"))
        confirmed = Counter(item for _, item in self._confirmed())
        assert all(confirmed[item] <= started[item] for item in confirmed), (confirmed, started)
        assert self.chip_changes <= started["change_pin"]

    @invariant()
    def nothing_of_a_session_survives_it(self) -> None:
        if not isinstance(self.world.front.page, Standby | Paused):
            return
        assert all(pin.length == 0 for pin in self.pins)
        assert {repr(session.memory) for session in self.sessions} <= {"Memory(0 kept, 0 fetched)"}
        stage = self.world.around.stage
        kept = repr((vars(stage), self.world.front.page, self.world.front.countdown))
        for person in self.world.people.values():
            assert person.id_number not in kept
            assert person.name not in kept

    # The end: everything is back, and all three are of one mind.

    def teardown(self) -> None:
        try:
            self._everything_is_back()
            self._run(self._settled())
            self._count_effects()
        finally:
            self.over.set()
            self._finish(self.playing)
            self.loop.close()
            self.patch.undo()
            shutil.rmtree(self.folder)

    def effects(self) -> Counter[str]:
        """How often each item took effect: at the bureau, and a change of the PIN on the chip."""
        effects = Counter(item for _, item in self._confirmed() if item != "change_pin")
        effects["change_pin"] = self.chip_changes
        return effects

    def _count_effects(self) -> None:
        """What hypothesis is to look for, and to tell in its statistics."""
        effects = self.effects()
        if currently_in_test_context():
            for item, count in effects.items():
                event(f"{item} took effect", payload=min(count, 3))
            target(float(effects.total()), label="effects")

    def _everything_is_back(self) -> None:
        self.world.backend.command("fault", "none")
        self.world.slot.fault()
        self.world.slot.pull()
        self.world.lift()

    async def _settled(self) -> None:
        for _ in range(PATIENCE_AT_END):
            if isinstance(self.world.front.page, Standby):
                break
            await asyncio.sleep(100)
        await self.world.settled()
        call = self.world.around.operations.journal.call
        unsettled: list[Operation] = await call(lambda journal: journal.unsettled())
        assert [operation.item for operation in unsettled if operation.item != "change_pin"] == []
        done = [each for each in await call(lambda journal: journal.today()) if each.standing is Standing.DONE]
        confirmed = {reference for reference, item in self._confirmed() if item != "change_pin"}
        assert {each.reference.number for each in done if each.item != "change_pin"} == confirmed
        open_changes = sum(operation.item == "change_pin" for operation in unsettled)
        changed = sum(each.item == "change_pin" for each in done)
        assert changed <= self.chip_changes <= changed + open_changes
        assert [line for line in unfinished(self.world.events()) if line["event"] == "operation.started"] == []

    # Its own.

    def _observe(self) -> None:
        """Pins and sessions are kept to be looked at, and what the chip has done is counted."""
        new_pin, entering = Session.new_pin, Session.__aenter__
        chip = self.world.slot.chip(CHANGES)
        transmit = chip.transmit

        def kept(session: Session) -> Pin:
            self.pins.append(pin := new_pin(session))
            return pin

        async def entered(session: Session) -> Session:
            self.sessions.append(session)
            return await entering(session)

        def counted(apdu: bytes) -> bytes:
            answer = transmit(apdu)
            self.chip_changes += apdu[:2] == CHANGE_PIN and answer == OK
            return answer

        self.patch.setattr(Session, "new_pin", kept)
        self.patch.setattr(Session, "__aenter__", entered)
        self.patch.setattr(chip, "transmit", counted)

    async def _play(self) -> None:
        await self.world._play(self._until_over(), {})

    async def _until_over(self) -> None:
        await self.over.wait()

    async def world_is_up(self) -> None:
        while not hasattr(self.world, "terminal") and not self.playing.done():
            await asyncio.sleep(0)
        if not self.playing.done():
            await self.world.on(Standby)

    def _go_on_until(self, kind: type[Any]) -> None:
        for _ in range(MOST_PAGES):
            page = self.world.front.page
            if isinstance(page, kind):
                return
            self._run(self.resident.answer(page))
            self._run(asyncio.sleep(0.3))

    def _run(self, what: Coroutine[Any, Any, Any]) -> None:
        self._finish(self.loop.create_task(what))
        if self.playing.done():
            self.playing.result()

    def _finish(self, task: asyncio.Task[Any]) -> None:
        """Virtual time may stand still for ever, waiting for something real: a step that does is a failure."""
        with self._cancelled_when_stuck(task):
            self.loop.run_until_complete(asyncio.wait((task,)))
        assert not task.cancelled(), f"nothing goes on after {STUCK} s; there stands {self.world.front.page}"
        task.result()

    @contextmanager
    def _cancelled_when_stuck(self, task: asyncio.Task[Any]) -> Iterator[None]:
        timer = Timer(STUCK, self.loop.call_soon_threadsafe, (task.cancel,))
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    async def _taps(self, name: str, *serials: int) -> None:
        for serial in serials:
            self.world.send(serial, name)
        await asyncio.sleep(0.01)

    def _confirmed(self) -> list[tuple[str, str]]:
        """Reference and item of everything that the bureau has carried out."""
        with closing(sqlite3.connect(self.folder / "backend" / "backend.sqlite")) as database:
            return database.execute(
                "SELECT reference, item FROM sandbox_operations WHERE outcome = 'confirmed'"
            ).fetchall()


AnyOrder.TestCase.settings = settings(
    max_examples=WALKS,
    stateful_step_count=30,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},  # minutes of which pytest's time limit hears nothing
    suppress_health_check=list(HealthCheck),
)
TestAnyOrder = pytest.mark.timeout(1200 if WALKS > 100 else 240)(AnyOrder.TestCase)


def test_each_item_takes_effect_as_often_as_somebody_goes_the_whole_way() -> None:
    """The walks' residents can do all that the walks are about."""
    machine = AnyOrder()
    try:
        for item in ("unlock_application", "lock_application", "change_pin", "report_loss") * 2:
            machine.somebody_goes_the_whole_way(item)
        effects = machine.effects()
        assert [effects[item] for item in ("unlock_application", "lock_application", "change_pin")] == [2, 2, 2]
        assert effects["report_loss"] >= 1
    finally:
        machine.teardown()
