"""A driver is complete with its faults and their texts, a far end that plays them, a self-test, and refused URLs."""

import pkgutil
from importlib import import_module
from typing import Any

import pytest

import devices
from devices.faults import Fault
from kiosk.cli.sandbox import PART_NAMES
from kiosk.diagnostics.devices import SELF_TESTS
from kiosk.diagnostics.drivers import DRIVERS, Driven, all_faults
from kiosk.equipment import Equipment
from kiosk.events import events
from sandbox.panel import TITLES
from sandbox.runner import OPTIONAL_PARTS, PARTS, SETTINGS
from texts import Language, known_ids

OF_THE_SANDBOX = {"card_reader", "psam", "document_printer"}
"""Drivers with a form of URL that live mode refuses."""
UNSEEN = {"psam"}
"""Drivers whose being out of order residents do not notice: another way takes their place."""
each_driver = pytest.mark.parametrize("driven", DRIVERS, ids=lambda driven: driven.check)


def modules_with_faults() -> set[str]:
    names = {f"devices.{module.name}" for module in pkgutil.iter_modules(devices.__path__)}
    return {name for name in names if "FAULTS" in vars(import_module(name))}


def simulator(driven: Driven) -> Any:
    module, name = driven.simulator.split(":")
    return getattr(import_module(module), name)


def made(driven: Driven, url: str) -> Any:
    opens = getattr(import_module(driven.module), driven.opens)
    return opens(url, sandbox=True) if driven.check in OF_THE_SANDBOX else opens(url)


def test_every_module_that_declares_faults_is_a_known_driver() -> None:
    assert modules_with_faults() - {driven.module for driven in DRIVERS} == set()


@each_driver
def test_a_driver_declares_all_its_faults_once(driven: Driven) -> None:
    ids = [fault.id for fault in driven.faults]
    assert driven.faults
    assert all(isinstance(fault, Fault) for fault in driven.faults)
    assert len(ids) == len(set(ids))


@each_driver
def test_each_fault_has_a_sentence_for_the_resident_and_one_for_staff(driven: Driven) -> None:
    wanted = {f"faults.{fault.id}.{reader}" for fault in driven.faults for reader in ("resident", "staff")}
    for language in Language:
        assert wanted - known_ids(language) == set()


@each_driver
def test_a_driver_has_a_far_end_with_faults_on_request(driven: Driven) -> None:
    part = simulator(driven)
    assert all(hasattr(part, name) for name in ("start", "stop", "command", "verbs", "faults", "url"))


@each_driver
def test_a_driver_has_a_self_test_and_its_texts(driven: Driven) -> None:
    assert driven.check in SELF_TESTS
    for language in Language:
        assert {f"doctor.{table}.{driven.check}" for table in ("check", "remedy")} <= known_ids(language)


@each_driver
def test_a_driver_is_made_of_each_form_of_its_url_without_touching_hardware(driven: Driven) -> None:
    for url in driven.urls:
        driver = made(driven, url)
        assert all(callable(getattr(driver, name)) for name in ("poll", "abort", "close"))
        driver.close()


@each_driver
def test_a_url_that_is_none_is_refused(driven: Driven) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        made(driven, "")


@each_driver
def test_a_driver_is_watched_by_the_terminal_and_named_when_it_is_missed(driven: Driven) -> None:
    assert driven.check in Equipment.__dataclass_fields__
    if driven.check in UNSEEN:
        return
    for language in Language:
        assert {f"terminal.{word}_{driven.check}" for word in ("missing", "without")} <= known_ids(language)


@each_driver
def test_what_the_log_says_when_it_fails_is_an_event(driven: Driven) -> None:
    assert driven.event in {*events(), ""}


@each_driver
def test_its_far_end_can_be_started_by_hand_and_says_where_its_url_goes(driven: Driven) -> None:
    part = next(name for name, (table, key) in SETTINGS.items() if (table, key) == ("devices", driven.check))
    assert part in (*PARTS, *OPTIONAL_PARTS)
    assert part in PART_NAMES
    assert part in TITLES


def test_no_two_drivers_have_a_fault_of_one_name() -> None:
    ids = [fault.id for fault in all_faults()]
    assert len(ids) == len(set(ids))
