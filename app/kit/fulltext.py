"""Finding Chinese words fast: bigrams made on writing, FTS5 on SQLite, tsvector with GIN on PostgreSQL.

SQLite's trigram index finds nothing for words of two characters, and most Chinese words have two; so a text is kept a
second time as its overlapping pairs of characters. The index narrows the rows down, the text itself decides.
"""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlmodel import col

WORDS = sa.Text().with_variant(TSVECTOR, "postgresql")
LATIN = re.compile(r"[a-z0-9]+")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
PARTS = re.compile(f"{LATIN.pattern}|{HAN.pattern}")
MOST_WORDS = 8  # of a query: more would only cost time


def bigrams(text: str) -> str:
    """A text as the index keeps it: single characters, pairs of neighbours, and Latin words, each once."""
    found: dict[str, None] = {}
    for part in PARTS.findall(_plain(text)):
        found |= dict.fromkeys([part] if LATIN.fullmatch(part) else [*part, *_pairs(part)])
    return " ".join(found)


def needed(query: str) -> list[str]:
    """What of the index a row must hold, to hold every word of the query."""
    found: dict[str, None] = {}
    for part in PARTS.findall(_plain(query)):
        found |= dict.fromkeys([part] if LATIN.fullmatch(part) or len(part) == 1 else _pairs(part))
    return list(found)


def words_of(query: str) -> list[str]:
    """The words that somebody typed, apart by spaces; each of them must be found."""
    return [word for word in query.split() if PARTS.search(_plain(word))][:MOST_WORDS]


def holds(model: Any, query: str, texts: list[Any], dialect: str) -> sa.ColumnElement[bool]:
    """True for the rows of `model` (indexed by `index_words`) whose `texts` hold every word of the query."""
    asked = words_of(query)
    if not asked:
        return sa.false()
    table: sa.Table = model.__table__
    named = needed(" ".join(asked))
    near = _in_fts5(table, named) if dialect == "sqlite" else _in_tsvector(model, named)
    return sa.and_(near, *(sa.or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in asked))


def index_words(table: sa.Table) -> None:
    """Index the column `words` of a table. PostgreSQL's part is the GIN index that `words_index` declares."""
    sa.event.listen(table, "after_create", _make_fts5)


def words_index(table: str) -> sa.Index:
    """GIN on PostgreSQL. SQLite has FTS5 instead: there the index stays empty by its condition."""
    return sa.Index(f"ix_{table}_words", "words", postgresql_using="gin", sqlite_where=sa.text("0"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(part: str) -> list[str]:
    return [part[i : i + 2] for i in range(len(part) - 1)]


def _in_fts5(table: sa.Table, named: list[str]) -> sa.ColumnElement[bool]:
    """The tokens are letters and digits only, so that quoting them is all that FTS5's grammar asks for."""
    sought = " AND ".join(f'"{word}"' for word in named)
    fts = sa.table(f"fts_{table.name}", sa.column("rowid"), sa.column(f"fts_{table.name}"))
    matching = sa.select(fts.c.rowid).where(fts.c[f"fts_{table.name}"].op("MATCH")(sought))
    return sa.literal_column(f"{table.name}.rowid").in_(matching)


def _in_tsvector(model: Any, named: list[str]) -> sa.ColumnElement[bool]:
    sought = sa.cast(" & ".join(f"'{word}'" for word in named), TSQUERY)
    return sa.cast(col(model.words), TSVECTOR).op("@@")(sought)


def _make_fts5(table: Any, connection: sa.Connection, **_: Any) -> None:
    if connection.dialect.name != "sqlite":
        return
    name, fts = table.name, f"fts_{table.name}"
    add = f"INSERT INTO {fts}(rowid, words) VALUES (NEW.rowid, NEW.words);"  # noqa: S608 - names from the models
    remove = f"INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', OLD.rowid, OLD.words);"  # noqa: S608 - names from the models
    for statement in (
        f"DROP TABLE IF EXISTS {fts}",  # a migration that was taken back leaves it
        f"CREATE VIRTUAL TABLE {fts} USING fts5(words, content='{name}', tokenize=\"unicode61 remove_diacritics 0\")",
        f"CREATE TRIGGER {fts}_insert AFTER INSERT ON {name} BEGIN {add} END",
        f"CREATE TRIGGER {fts}_delete AFTER DELETE ON {name} BEGIN {remove} END",
        f"CREATE TRIGGER {fts}_update AFTER UPDATE OF words ON {name} BEGIN {remove} {add} END",
    ):
        connection.exec_driver_sql(statement)
