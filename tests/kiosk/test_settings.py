"""What is changed at the terminal itself: over the file, never of trust, validated before, every version kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import fields

from kiosk.config import Configuration, ConfigurationError, load
from kiosk.setting_form import Asks, form_of
from kiosk.settings import Source, change_here, settings, versions
from kiosk.site_settings import FILE, bears_trust

NOW = datetime(2026, 11, 22, 4, 31, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    text = (Path(__file__).parents[2] / "kiosk.toml").read_text("utf-8")
    (tmp_path / "journal").mkdir()
    file = tmp_path / "kiosk.toml"
    file.write_text(text.replace("/var/lib/kiosk", str(tmp_path / "journal")), "utf-8")
    return file


def folder(config: Path) -> Path:
    return config.parent / "journal"


def source_of(config: Path, name: str) -> Source:
    return next(each.source for each in settings(config, load(config)) if each.name == name)


def test_a_change_made_here_counts_over_the_file_and_says_where_it_comes_from(config: Path) -> None:
    assert source_of(config, "limits.home_idle") is Source.FILE
    change_here(config, folder(config), "limits.home_idle", 90, NOW)
    assert load(config).limits.home_idle == 90
    assert source_of(config, "limits.home_idle") is Source.SITE
    assert "home_idle = 60" in config.read_text("utf-8"), "the file stays as its administrator wrote it"


def test_the_files_own_value_can_be_had_again(config: Path) -> None:
    change_here(config, folder(config), "limits.home_idle", 90, NOW)
    change_here(config, folder(config), "limits.home_idle", None, NOW)
    assert load(config).limits.home_idle == 60
    assert source_of(config, "limits.home_idle") is Source.FILE


def test_every_version_before_is_kept(config: Path) -> None:
    for seconds in (70, 80, 90):
        change_here(config, folder(config), "limits.home_idle", seconds, NOW)
    kept = [each.read_text("utf-8") for each in versions(folder(config))]
    assert len(kept) == 2
    assert "80" in kept[0]
    assert "70" in kept[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [("limits.home_idle", 5), ("limits.warning", 60), ("screen.theme", "pink"), ("log.keep_days", 10)],
)
def test_what_would_not_be_valid_changes_nothing(config: Path, name: str, value: object) -> None:
    with pytest.raises(ConfigurationError) as caught:
        change_here(config, folder(config), name, value, NOW)
    assert name in str(caught.value)
    assert not (folder(config) / FILE).exists()


TRUST = [
    *("backend.url", "backend.ca_file", "backend.client_key", "backend.record_root_file", "envelope.key_file"),
    *("terminal.mode", "terminal.id", "devices.card_reader", "devices.camera", "identity.policy", "staff.wrong_tries"),
    *("maintenance.settings_key_file", "pin.key_file", "psam.levels", "journal.folder", "journal.key_file"),
    *("log.folder", "help.endpoint", "card.blacklist", "id_reader.photo_decoder"),
]


@pytest.mark.parametrize("name", TRUST)
def test_what_bears_trust_is_not_changed_here(config: Path, name: str) -> None:
    with pytest.raises(PermissionError):
        change_here(config, folder(config), name, "x", NOW)
    table, _, key = name.partition(".")
    (folder(config) / FILE).write_text(f'[{table}]\n{key} = "x"\n', "utf-8")
    if name == "journal.folder":
        return
    with pytest.raises(ConfigurationError, match="signed"):
        load(config)


@pytest.mark.parametrize("words", ["limits = 3", "[limits", "[nonsense]\nx = 1\n", "[limits]\nhome_idle = 'long'\n"])
def test_a_file_of_changes_that_is_none_is_named(config: Path, words: str) -> None:
    (folder(config) / FILE).write_text(words, "utf-8")
    with pytest.raises(ConfigurationError):
        load(config)


def test_every_key_is_either_of_trust_or_has_a_form_that_asks_for_it() -> None:
    for table in fields(Configuration):
        for key in fields(table.type):
            form = form_of(key)
            if bears_trust(f"{table.name}.{key.name}"):
                continue
            assert form.asks is not Asks.NUMBER or form.least < form.most, key.name
            assert form.should_be, f"{table.name}.{key.name}"


def test_forms_follow_the_declaration() -> None:
    def form(name: str):
        table, _, key = name.partition(".")
        kind = next(each.type for each in fields(Configuration) if each.name == table)
        return form_of(next(each for each in fields(kind) if each.name == key))

    assert (form("limits.home_idle").least, form("limits.home_idle").most) == (10, 600)
    assert form("screen.theme").choices == ("standard", "care", "contrast")
    assert form("screen.fullscreen").asks is Asks.SWITCH
    assert form("screen.panel_inches").value("21.5") == 21.5
    assert form("terminal.place").value(" 渝中区 ") == "渝中区"
    with pytest.raises(ValueError, match="float"):
        form("screen.panel_inches").value("large")


def test_each_value_comes_with_the_words_above_it_and_the_initial_pin_with_none(config: Path) -> None:
    every = {each.name: each for each in settings(config, load(config))}
    assert every["log.keep_days"].meaning.startswith("日志保存多少天")
    assert every["limits.session_idle_care"].meaning == every["limits.session_idle"].meaning, "said of both"
    assert "123456" not in every["pin.initial"].shown
