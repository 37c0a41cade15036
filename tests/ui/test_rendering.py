"""Pages become plain values in the words of the language, masked unless asked otherwise."""

import json

import pytest

from texts import Kind, Language, Personal, Show, Text, field_names, known_ids, literal
from ui.check_pages import CHECK_KINDS
from ui.document_pages import DOCUMENT_KINDS
from ui.face_pages import FACE_KINDS
from ui.pages import PAGE_KINDS, Countdown, Notice, Record
from ui.record_pages import RECORD_KINDS
from ui.rendering import CHROME, chrome, draw, ring, typed
from ui.specimens import frame, pages

PAGES = pages()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", PAGES)
def test_a_drawn_page_is_plain_data(name: str, language: Language) -> None:
    drawn = draw(PAGES[name], frame(), language)
    assert json.loads(json.dumps(drawn)) == drawn
    assert drawn["kind"] == type(PAGES[name]).__name__


def test_every_kind_of_page_has_a_specimen() -> None:
    kinds = {*PAGE_KINDS, *RECORD_KINDS, *FACE_KINDS, *DOCUMENT_KINDS, *CHECK_KINDS}
    assert {type(page) for page in PAGES.values()} == kinds


def test_the_screens_own_words_are_complete_in_every_language() -> None:
    chinese, english = (
        {text_id for text_id in known_ids(language) if text_id.startswith("ui.")} for language in Language
    )
    assert chinese == english
    assert all(field_names(i, Language.ZH_CN) == field_names(i, Language.EN) for i in chinese)
    assert {f"ui.words.{name}" for name in CHROME} <= chinese


def test_a_person_is_masked_until_revealed() -> None:
    page = Record(headline=literal("x"), person=(Personal(Kind.ID_NUMBER, "50010319500101123X"),))
    assert draw(page, frame(), Language.ZH_CN)["person"] == ["500103********123X"]
    assert draw(page, frame(), Language.ZH_CN, Show.REVEALED)["person"] == ["500103 1950 0101 123X"]


def test_the_main_button_of_a_notice_carries_its_verb() -> None:
    drawn = draw(Notice(headline=literal("x"), proceed=literal("开始")), frame(), Language.ZH_CN)
    assert drawn["main"]["name"] == "proceed"
    assert drawn["main"]["label"] == "开始"


def test_the_frame_says_where_it_stands_and_that_it_is_a_sample() -> None:
    words = chrome(frame(), Language.EN)
    assert words["terminal"] == "A01"
    assert words["isSample"] is True
    assert words["back"] == "Back"


def test_the_ring_offers_no_extension_after_the_last() -> None:
    assert ring(None, Language.ZH_CN) is None
    drawn = ring(Countdown(left=9, whole=30, extensions_left=0), Language.ZH_CN)
    assert drawn == {"left": 9, "whole": 30, "said": "还剩 9 秒", "mayExtend": False}


def test_typed_digits_are_told_by_their_number() -> None:
    assert typed(3, Language.ZH_CN) == "已输入 3 位"
    assert Text("ui.words.typed", count=3).id in known_ids(Language.EN)
