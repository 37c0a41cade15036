"""The signed envelope: the worked example to the last byte, the wire to the sandbox's gateway, and forgeries."""

import base64
import json
from pathlib import Path

import pytest
from gmalg import SM2

from kiosk.backend.client import Bureau
from kiosk.backend.envelope import (
    USER_ID,
    Envelope,
    Keys,
    Manner,
    business_key,
    key_trouble,
    opened,
    seal,
    sign,
    to_sign,
    verified,
)
from kiosk.backend.errors import BackendMalformed, BackendRefused, BackendUnauthorised
from kiosk.backend.schemas import Detail, Proof
from sandbox.backend.server import BackendServer
from sandbox.population import people

APP = "D0C0FFEE00112233445566778899AABB"
SECRET = "5EC2E7000000000000000000DEM0KEY1"
DATA = {"amount": "10.00", "cardNo": "A00000011", "personName": "张三"}
FIELDS = {"appId": APP, "encType": "plain", "signType": "SM2", "timestamp": "1700000000", "version": "1.0.0"}
PRIVATE = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
PUBLIC = bytes.fromhex(
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
USUAL = Manner()
SAMPLE_K = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
TEXT = (
    'appId=D0C0FFEE00112233445566778899AABB&data={"amount":"10.00","cardNo":"A00000011","personName":"张三"}'
    "&encType=plain&signType=SM2&timestamp=1700000000&version=1.0.0&key=5EC2E7000000000000000000DEM0KEY1"
)
SIGNATURE = "au98MOY1KQmtLpln2jinykcm0UecGNhPNCh91Dp23+Q8nEgskbWvFhb/S0AE6u5/A38Wju4XNRdeK9WozUm/kA=="
SEALED = (
    "1CD9DD8F892C4EE48236EC3D6DA5374D95085E3AC830AE354CFD5AE873A1FB265767AAF571D5EF35F71FB3525AF5A1CF"
    "28654EE908A3346A841D79E663E6F9563BFFC9CEBDDF8140716A82FAC45C56E8"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = BackendServer(people(1), port=0, folder=tmp_path_factory.mktemp("bureau"))
    started.start()
    yield started
    started.stop()


@pytest.fixture(autouse=True)
def nothing_wrong(server):
    yield
    server.command("fault", "none")


def gateway(server: BackendServer, manner: Manner = USUAL) -> Envelope:
    keys = Keys(server.token_file, server.envelope_key_file, server.envelope_gateway_key_file)
    return Envelope(server.app_id, keys, manner)


def bureau(server: BackendServer, manner: Manner = USUAL) -> Bureau:
    return Bureau(server.url, terminal_id="YZ-A01", signer=gateway(server, manner), query_deadline=20.0)


def test_the_text_to_sign_is_that_of_the_worked_example():
    written = to_sign({**FIELDS, "data": DATA, "signData": "x", "encData": "x", "extra": {"a": 1}}, SECRET, Manner())
    assert written == TEXT
    assert len(written.encode()) == 204


def test_the_signature_is_that_of_the_worked_example():
    key = SM2(PRIVATE, USER_ID, b"\x04" + PUBLIC, rnd_fn=lambda _: SAMPLE_K)
    assert sign(TEXT, key, "raw") == SIGNATURE
    assert verified(TEXT, SIGNATURE, key, "raw")
    assert not verified(TEXT + " ", SIGNATURE, key, "raw")


def test_a_signature_in_der_is_read_and_written_where_it_is_agreed():
    key = SM2(PRIVATE, USER_ID, b"\x04" + PUBLIC)
    der = sign(TEXT, key, "der")
    assert verified(TEXT, der, key, "der")
    assert not verified(TEXT, der, key, "raw")


class ShortHalves:
    """Signs as the library does when r begins with zeros."""

    def sign(self, _: bytes) -> tuple[bytes, bytes]:
        return b"\x01" * 31, b"\x02" * 32


def test_a_half_that_begins_with_zeros_keeps_its_place():
    assert base64.b64decode(sign("", ShortHalves(), "raw")) == b"\x00" + b"\x01" * 31 + b"\x02" * 32


@pytest.mark.parametrize("nonsense", [None, "", "%%", 5, SIGNATURE[:40], base64.b64encode(b"\xff" * 64).decode()])
def test_what_is_no_signature_signs_nothing(nonsense):
    assert not verified(TEXT, nonsense, SM2(PRIVATE, USER_ID, b"\x04" + PUBLIC), "raw")


def test_the_sealed_data_is_that_of_the_worked_example():
    assert business_key(APP, SECRET) == b"3C79F2A63B25AA32"
    assert seal(DATA, APP, SECRET) == SEALED
    assert opened(SEALED, APP, SECRET) == DATA


def test_empty_members_are_dropped_at_every_level():
    fields = {**FIELDS, "data": {"a": None, "b": "", "c": {"d": []}, "e": {"f": 0, "g": False, "h": [1, None]}}}
    assert 'data={"e":{"f":0,"g":false,"h":[1,null]}}&' in to_sign(fields, SECRET, Manner())


def test_numbers_secret_and_letters_follow_the_manner_of_the_operator():
    fields = {"appId": APP, "data": {"n": 10, "x": 1.5, "yes": True, "name": "张"}}
    manner = Manner(secret_signed=False, numbers="strings", escaped=True)
    assert to_sign(fields, SECRET, manner) == (f'appId={APP}&data={{"n":"10","name":"\\u5f20","x":"1.5","yes":true}}')


@pytest.mark.parametrize("manner", [Manner(), Manner(encrypted=False), Manner(nonce=False)])
def test_the_bureau_answers_through_the_envelope(server, manner):
    asked = bureau(server, manner)
    assert asked.system().test_system
    zhang = people(1)[0]
    assert asked.cards(zhang.id_number, [Proof.ID_CARD]).detail is Detail.STATES


def test_a_refusal_of_the_bureau_comes_through_with_its_code_and_words(server):
    with pytest.raises(BackendRefused) as refused:
        bureau(server).cards("500103190001010009", [Proof.ID_CARD])
    assert (refused.value.code, refused.value.message) == ("NO_RECORD", "未查询到您的社会保障卡信息。")


def test_a_clock_that_is_off_is_corrected_by_the_gateways_signed_time(server):
    server.command("fault", "clock")
    asked = bureau(server)
    assert asked.system().test_system
    assert asked.clock_offset == pytest.approx(3600, abs=5)


def test_nothing_personal_is_readable_in_a_sealed_request(server):
    written = gateway(server).written(json.dumps({"person": {"id_number": "500103199005219700"}}).encode())
    assert b"500103199005219700" not in written


def test_an_answer_changed_on_its_way_is_not_used(server):
    server.command("fault", "wrong-key")
    assert bureau(server).system().test_system
    server.command("fault", "bad-schema")
    with pytest.raises(BackendMalformed):
        bureau(server).system()


class TestForgeries:
    """Answers made by hand with the gateway's key (the sample key of the standard)."""

    @pytest.fixture
    def asking(self, tmp_path: Path) -> Envelope:
        files = [tmp_path / name for name in ("secret", "own", "gateway")]
        for file, content in zip(files, (SECRET, PRIVATE.hex(), PUBLIC.hex()), strict=True):
            file.write_text(content)
        return Envelope(APP, Keys(*files), Manner(encrypted=False), wall=lambda: 1_700_000_000.0)

    def answered(self, asking: Envelope, **changed: object) -> tuple[int, bytes]:
        nonce = json.loads(asking.written(b"{}"))["nonce"]
        answer = {"appId": APP, "nonce": nonce, "timestamp": "1700000000", "code": 0, "data": {"a": 1}, **changed}
        key = SM2(PRIVATE, USER_ID, b"\x04" + PUBLIC)
        return asking.read(
            200, json.dumps({**answer, "signData": sign(to_sign(answer, SECRET, Manner()), key, "raw")}).encode()
        )

    def test_a_good_answer_is_read(self, asking):
        assert self.answered(asking) == (200, b'{"a": 1}')

    def test_milliseconds_are_known_by_their_size(self, asking):
        assert self.answered(asking, timestamp="1700000000500") == (200, b'{"a": 1}')

    @pytest.mark.parametrize(
        "changed", [{"nonce": "0" * 32}, {"appId": "another"}, {"timestamp": "1600000000"}, {"timestamp": "now"}]
    )
    def test_an_answer_to_another_request_or_of_another_time_is_not_used(self, asking, changed):
        with pytest.raises(BackendMalformed):
            self.answered(asking, **changed)

    def test_an_answer_without_a_signature_is_not_used(self, asking):
        asking.written(b"{}")
        with pytest.raises(BackendMalformed, match="did not sign"):
            asking.read(200, json.dumps({"appId": APP, "code": 0, "data": {}}).encode())

    @pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"[" * 60_000, b'{"encData": "00"}', b'{"encData": 5}'])
    def test_what_is_no_envelope_is_not_used(self, asking, body):
        with pytest.raises(BackendMalformed):
            asking.read(200, body)

    @pytest.mark.parametrize(
        ("code", "status", "told"),
        [("NO_RECORD", 422, "NO_RECORD"), (5001, 422, "GATEWAY_5001"), ("-1", 422, "GATEWAY__1"),
         ("SIGNATURE", 401, "SIGNATURE"), ("BAD_REQUEST", 400, "BAD_REQUEST")],
    )  # fmt: skip
    def test_codes_become_the_contracts(self, asking, code, status, told):
        answered, body = self.answered(asking, code=code, message="不行", data={"tries_left": 2})
        assert (answered, json.loads(body)) == (status, {"code": told, "message": "不行", "tries_left": 2})


def test_a_key_file_that_cannot_be_one_is_named(tmp_path):
    file = tmp_path / "key"
    assert "FileNotFoundError" in key_trouble(file, 32)
    file.write_text("no hex")
    assert "hex digits" in key_trouble(file, 32)
    file.write_text("00" * 31)
    assert "31 bytes instead of 32" in key_trouble(file, 32)
    file.write_text("00" * 32)
    assert key_trouble(file, 32) == ""


def test_a_missing_key_is_the_operators_matter(server, tmp_path):
    keys = Keys(server.token_file, tmp_path / "none", server.envelope_gateway_key_file)
    with pytest.raises(BackendUnauthorised):
        Envelope(server.app_id, keys, Manner()).written(b"{}")
