"""The journal's tables. A change of them is a new version, with a step that leads there from the one before."""

from typing import Final

VERSION: Final = 1
APPLICATION_ID: Final = 0x4B4A4E4C
"""`KJNL`: whose database it is."""

TABLES: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE day (id INTEGER PRIMARY KEY, date TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    intention TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    proof TEXT NOT NULL,
    day TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    item TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    card TEXT NOT NULL,
    repeatable INTEGER NOT NULL,
    wrapped BLOB,
    personal BLOB,
    slip BLOB,
    slip_state TEXT NOT NULL DEFAULT 'none',
    reprints INTEGER NOT NULL DEFAULT 0,
    marked INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    settled INTEGER REFERENCES day (id),
    UNIQUE (day, sequence)
) STRICT;
CREATE TABLE half (
    key TEXT PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operation (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    waits INTEGER NOT NULL,
    state TEXT NOT NULL,
    sends INTEGER NOT NULL DEFAULT 0,
    detail TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL,
    body BLOB,
    answer BLOB,
    changed INTEGER NOT NULL,
    UNIQUE (operation, ordinal)
) STRICT;
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operation (id),
    half TEXT NOT NULL,
    step TEXT NOT NULL,
    detail TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operation (id),
    why TEXT NOT NULL,
    opened INTEGER NOT NULL,
    closed INTEGER
) STRICT;
CREATE TABLE lookup (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE INDEX operation_person ON operation (person);
CREATE INDEX operation_card ON operation (card);
CREATE INDEX operation_unsettled ON operation (id) WHERE settled IS NULL;
CREATE INDEX half_operation ON half (operation);
CREATE INDEX history_operation ON history (operation);
CREATE UNIQUE INDEX ticket_open ON ticket (operation) WHERE closed IS NULL;
"""
"""Times are milliseconds since 1970, UTC. `proof` is the reference's check part. `day` has a row for each day lived."""
