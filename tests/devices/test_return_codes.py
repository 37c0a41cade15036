"""Every return code of the terminal driver interface has its fault, and status words come as minus their value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card_reader import FAULTS, CardFault
from devices.psam import FAULTS as PSAM_FAULTS
from devices.psam import PsamFault
from devices.return_codes import CODES, HSM_NOT_NEEDED, USE_THE_HSM, fault_of_return_code


@pytest.mark.parametrize("code", [0, HSM_NOT_NEEDED])
def test_success_and_a_file_that_needs_no_hsm_are_no_failures(code):
    assert fault_of_return_code(code) is None


@pytest.mark.parametrize("code", CODES)
def test_each_code_of_the_table_has_its_fault(code):
    assert fault_of_return_code(code) is CODES[code]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (-27010, CardFault.AUTHENTICATION_MISSING),
        (-27265, CardFault.BLOCKED),
        (-37635, CardFault.APPLICATION_BLOCKED),
        (-27272, PsamFault.KEY),
        (-25536, CardFault.AUTHENTICATION_BLOCKED),
        (-25537, CardFault.AUTHENTICATION_REFUSED),
        (-25538, CardFault.AUTHENTICATION_REFUSED),
    ],
)
def test_a_status_word_comes_as_minus_its_value(code, fault):
    assert fault_of_return_code(code) is fault


@pytest.mark.parametrize("code", [1, -9999, -99, -40960])
def test_a_number_of_no_table_is_a_failed_reader(code):
    assert fault_of_return_code(code) is CardFault.READER_FAILED


def test_the_hsm_is_asked_for_what_the_psam_cannot_do():
    assert {-2201, -2202, -2203, -27272, -24} == USE_THE_HSM


@given(st.integers())
def test_any_number_has_a_fault_or_is_no_failure(code):
    assert fault_of_return_code(code) in (*FAULTS, *PSAM_FAULTS, None)
