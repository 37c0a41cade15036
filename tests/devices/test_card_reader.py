"""Card reader URLs, and the list of faults."""

import re
import tomllib
from importlib.resources import files

import pytest

import resources
from devices.card_reader import FAULTS, CardFault, CardReaderUrlError, open_card_reader
from devices.pcsc import PcscReader
from devices.vpcd import VpcdReader


def test_pcsc_is_by_name_or_the_first_reader():
    assert isinstance(open_card_reader("pcsc:", sandbox=False), PcscReader)
    assert isinstance(open_card_reader("pcsc:ACS ACR39U 00 00", sandbox=True), PcscReader)


@pytest.mark.parametrize("url", ["vpcd://127.0.0.1:0", "vpcd://localhost:35964", "vpcd://[::1]:0"])
def test_a_virtual_card_comes_to_loopback_in_sandbox_mode(url):
    assert isinstance(open_card_reader(url, sandbox=True), VpcdReader)


def test_a_live_terminal_refuses_virtual_cards():
    with pytest.raises(CardReaderUrlError, match="sandbox"):
        open_card_reader("vpcd://127.0.0.1:35964", sandbox=False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "pcsc",
        "usb:1",
        "vpcd://",
        "vpcd://127.0.0.1",
        "vpcd://0.0.0.0:1",
        "vpcd://10.0.0.1:1",
        "vpcd://[",
        "vpcd://127.0.0.1:x",
    ],
)
def test_other_urls_are_refused_in_words(url):
    with pytest.raises(CardReaderUrlError, match=r"pcsc:|127\.0\.0\.1|port"):
        open_card_reader(url, sandbox=True)


def test_fault_names_are_unique_and_their_constants_say_the_same():
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
    assert all(re.fullmatch(r"card_[a-z_]+", fault.id) for fault in FAULTS)
    assert CardFault.SILENT in FAULTS


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_fault_has_a_sentence_for_the_resident_and_one_for_staff(language):
    texts = tomllib.loads((files(resources) / "texts" / language / "faults.toml").read_text("utf-8"))
    for fault in FAULTS:
        assert texts[fault.id].keys() == {"resident", "staff"}
        assert all(sentence.endswith(("。", ".")) for sentence in texts[fault.id].values())


def test_the_text_of_a_silent_card_names_the_likely_causes():
    texts = tomllib.loads((files(resources) / "texts" / "zh_CN" / "faults.toml").read_text("utf-8"))
    assert all(cause in texts["card_silent"]["staff"] for cause in ("插反", "没有插到底", "脏污"))
