"""The card's part of the journey over a real pcscd with the virtual reader of vsmartcard."""

import pytest

pytestmark = pytest.mark.root


def test_the_card_is_read_over_a_real_pcscd(run_over_pcscd) -> None:
    done = run_over_pcscd("tests/journeys/over_pcscd")
    assert done.returncode == 0, done.stdout


def test_the_whole_journey_goes_over_a_real_pcscd(run_over_pcscd) -> None:
    done = run_over_pcscd("tests/journeys/on_a_desktop/test_resident.py")
    assert done.returncode == 0, done.stdout
