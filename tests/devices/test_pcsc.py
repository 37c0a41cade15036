"""The PC/SC driver's judgement: which reader, which fault, a swapped card; a real service is in `test_pcsc_real`."""

import sys
from types import ModuleType

import pytest

from devices.card_reader import CardFault
from devices.faults import DeviceError
from devices.pcsc import PcscError, PcscReader, ReturnCode, choose
from devices.status import Media, State

CONTACT, CONTACTLESS, SAM = "ACS ACR1281 ICC 00 00", "ACS ACR1281 PICC 00 01", "ACS ACR1281 SAM 00 02"


@pytest.mark.parametrize(
    ("readers", "wanted", "chosen"),
    [
        ([SAM, CONTACT, CONTACTLESS], "", CONTACT),
        ([CONTACT, CONTACTLESS], CONTACTLESS, CONTACTLESS),
        ([CONTACT, "ACS ACR1281 PICC 01 01"], "ACS ACR1281 PICC", "ACS ACR1281 PICC 01 01"),
        ([CONTACT, SAM], SAM, SAM),
        (["MT PSAM1 00 00", "SAMSUNG Reader 00 00"], "", "SAMSUNG Reader 00 00"),
        (["Slot 00 00", "Slot"], "Slot", "Slot"),
    ],
)
def test_a_reader_is_chosen_by_name_or_as_the_first_that_is_no_sam_slot(readers, wanted, chosen):
    assert choose(readers, wanted) == chosen


@pytest.mark.parametrize(("readers", "wanted"), [([], ""), ([SAM], ""), ([CONTACT], "ACS"), ([], CONTACT)])
def test_a_reader_that_is_not_there_is_gone(readers, wanted):
    with pytest.raises(DeviceError) as caught:
        choose(readers, wanted)
    assert caught.value.fault is CardFault.READER_GONE


def test_every_return_code_has_a_fault_and_a_name():
    for code in set(ReturnCode) - {ReturnCode.TIMEOUT, ReturnCode.NOT_READY}:
        assert PcscError("SCardConnect", code).fault is not CardFault.READER_FAILED
    assert str(PcscError("SCardConnect", ReturnCode.SHARING_VIOLATION)) == "card_held: SCardConnect: SHARING_VIOLATION"


def test_a_return_code_without_a_name_is_a_failed_reader():
    assert str(PcscError("SCardConnect", 0x80100099)) == "card_reader_failed: SCardConnect: 80100099"


def test_without_pyscard_the_reader_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    status = PcscReader().poll()
    assert (status.state, status.fault) == (State.HARDWARE_ERROR, CardFault.DRIVER_MISSING)
    assert "smartcard" in status.detail


class Winscard(ModuleType):
    """The library's calls over event states that the test sets: a present card and how often one came or went."""

    def __init__(self, state):
        super().__init__("smartcard.scard")
        self.SCARD_PCI_T0, self.SCARD_PCI_T1 = 0, 1
        self.state = state

    def SCardEstablishContext(self, scope):  # noqa: N802
        return [0, 1]

    def SCardReleaseContext(self, context):  # noqa: N802
        return 0

    def SCardListReaders(self, context, groups):  # noqa: N802
        return [0, [CONTACT]]

    def SCardGetStatusChange(self, context, timeout, readers):  # noqa: N802
        return [0, [(CONTACT, self.state, [])]]


def test_a_card_swapped_between_two_looks_is_absent_once(monkeypatch):
    library = Winscard(0x0001_0020)
    monkeypatch.setitem(sys.modules, "smartcard.scard", library)
    reader = PcscReader()
    assert reader.poll().media is Media.PRESENT
    library.state = 0x0003_0020
    assert [reader.poll().media for _ in range(2)] == [Media.NOT_PRESENT, Media.PRESENT]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (0x0010, (State.ONLINE, Media.NOT_PRESENT, None)),
        (0x0220, (State.USER_ERROR, Media.PRESENT, CardFault.SILENT)),
        (0x01A0, (State.BUSY, Media.PRESENT, CardFault.HELD)),
        (0x0120, (State.ONLINE, Media.PRESENT, None)),
        (0x0004, (State.NO_DEVICE, None, CardFault.READER_GONE)),
        (0x0008, (State.NO_DEVICE, None, CardFault.READER_GONE)),
    ],
)
def test_a_readers_event_state_is_said_in_the_devices_words(monkeypatch, state, expected):
    monkeypatch.setitem(sys.modules, "smartcard.scard", Winscard(state))
    status = PcscReader().poll()
    assert (status.state, status.media, status.fault) == expected
