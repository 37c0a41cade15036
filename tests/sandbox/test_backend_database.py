"""The made-up bureau's tables: filled by seed, empty of what a terminal must not learn, told notices in order."""

from datetime import datetime

from sqlalchemy import inspect, select

from sandbox.backend.database import CardRow, Database, NoticeRow, PersonRow
from sandbox.population import people


def test_the_same_people_make_the_same_tables(tmp_path):
    def told(name: str) -> list[tuple[str, str, str | None]]:
        database = Database(f"sqlite:///{tmp_path / name}", people(2))
        with database.session() as session:
            return [(card.number, card.state, card.loss_until) for card in session.scalars(select(CardRow))]

    assert told("a.sqlite") == told("b.sqlite") != []


def test_filling_again_leaves_nothing_of_before(tmp_path):
    url = f"sqlite:///{tmp_path / 'bureau.sqlite'}"
    Database(url, people(1))
    database = Database(url, people(1)[:3])
    with database.session() as session:
        assert len(list(session.scalars(select(PersonRow)))) == 3


def test_neither_pin_nor_chip_counter_is_in_the_tables():
    columns = {column.key for row in (PersonRow, CardRow) for column in inspect(row).columns}
    assert not columns & {"pin", "tries_left"}


def test_moments_keep_their_zone(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", people(1))
    with database.session() as session:
        moments = [card.loss_until for card in session.scalars(select(CardRow)) if card.loss_until]
    assert moments
    assert all(datetime.fromisoformat(moment).tzinfo for moment in moments)


def test_a_transaction_that_fails_leaves_nothing(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", ())
    try:
        with database.session() as session:
            session.add(NoticeRow(request_id="", terminal_id="T", kind="k", at="", device="", card_tail=""))
            session.flush()
            raise KeyError
    except KeyError:
        assert database.notices() == []
