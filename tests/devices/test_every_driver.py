"""A driver is complete with its faults and their texts, a far end that plays them, a self-test, and refused URLs."""

import pkgutil
from importlib import import_module
from typing import Any

import pytest

import devices
from devices.faults import Fault
from kiosk.diagnostics.devices import SELF_TESTS
from kiosk.diagnostics.drivers import DRIVERS, Driven, all_faults
from texts import Language, known_ids

OF_THE_SANDBOX = {"card_reader", "psam", "document_printer"}
"""Drivers with a form of URL that live mode refuses."""
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


def test_no_two_drivers_have_a_fault_of_one_name() -> None:
    ids = [fault.id for fault in all_faults()]
    assert len(ids) == len(set(ids))
