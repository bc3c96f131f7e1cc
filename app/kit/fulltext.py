"""Finding Chinese words fast: bigrams made on writing, FTS5 on SQLite, tsvector with GIN on PostgreSQL.

SQLite's trigram index finds nothing for words of two characters, and most Chinese words have two; so an index keeps a
text as its overlapping pairs of characters. The pairs are kept as keyed digests in a table of their own that everybody
may read and nobody can make sense of: behind row-level security PostgreSQL would use no GIN index, because the match
operator is not leakproof. The index narrows the rows down; who may see them, and what they say, is decided by the rows.
"""

import re
import unicodedata
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

WORDS = sa.Text().with_variant(TSVECTOR, "postgresql")
LATIN = re.compile(r"[a-z0-9]+")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
PARTS = re.compile(f"{LATIN.pattern}|{HAN.pattern}")
MOST_WORDS = 8  # of a query: more would only cost time
_key = {"key": b""}


def use_key(key: str) -> None:
    """The key of the digests, from the settings; set once at start. Another key finds nothing of what is kept."""
    _key["key"] = blake2b(key.encode(), digest_size=32).digest()


def index_of(text: str) -> str:
    """A text as the index keeps it: the digests of its grams."""
    return " ".join(map(_digest, grams(text)))


def grams(text: str) -> list[str]:
    """Single characters, pairs of neighbours, and Latin words, each once."""
    found: dict[str, None] = {}
    for part in PARTS.findall(_plain(text)):
        found |= dict.fromkeys([part] if LATIN.fullmatch(part) else [*part, *_pairs(part)])
    return list(found)


def needed(query: str) -> list[str]:
    """Which grams a row must hold, to hold every word of the query."""
    found: dict[str, None] = {}
    for part in PARTS.findall(_plain(query)):
        found |= dict.fromkeys([part] if LATIN.fullmatch(part) or len(part) == 1 else _pairs(part))
    return list(found)


def words_of(query: str) -> list[str]:
    """The words that somebody typed, apart by spaces; each of them must be found."""
    return [word for word in query.split() if PARTS.search(_plain(word))][:MOST_WORDS]


def holds(id_column: Any, index: Any, query: str, texts: list[Any], dialect: str) -> sa.ColumnElement[bool]:
    """True for rows whose id is in the table `index` (see `index_words`) with every word of the query."""
    named = sa.select(*index.__table__.primary_key.columns).where(matches(index, query, dialect))
    return sa.and_(id_column.in_(named), says(query, texts))


def matches(index: Any, query: str, dialect: str) -> sa.ColumnElement[bool]:
    """True for the rows of an index that hold every gram of the query; false for a query without a word."""
    sought = [_digest(gram) for gram in needed(" ".join(words_of(query)))]
    if not sought:
        return sa.false()
    return (_in_fts5 if dialect == "sqlite" else _in_tsvector)(index.__table__, sought)


def says(query: str, texts: list[Any]) -> sa.ColumnElement[bool]:
    """What the index cannot be sure of, because pairs may stand apart, the texts themselves decide."""
    unsure = [word for word in words_of(query) if not _is_sure(word)]
    return sa.and_(sa.true(), *(sa.or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in unsure))


def index_words(table: sa.Table) -> None:
    """Index the column `words` of a table. PostgreSQL's part is the GIN index that `words_index` declares."""
    sa.event.listen(table, "after_create", _make_fts5)


def words_index(table: str) -> sa.Index:
    """GIN on PostgreSQL. SQLite has FTS5 instead: there the index stays empty by its condition."""
    return sa.Index(f"ix_{table}_words", "words", postgresql_using="gin", sqlite_where=sa.text("0"))


def _digest(gram: str) -> str:
    return blake2b(gram.encode(), digest_size=5, key=_key["key"]).hexdigest()


def _is_sure(word: str) -> bool:
    """A word of one or two characters, or of Latin letters, is in the index exactly when it is in the text."""
    return len(needed(word)) == 1


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(part: str) -> list[str]:
    return [part[i : i + 2] for i in range(len(part) - 1)]


def _in_fts5(table: sa.Table, sought: list[str]) -> sa.ColumnElement[bool]:
    """Digests are letters and digits, so that quoting them is all that FTS5's grammar asks for."""
    name = f"fts_{table.name}"
    fts = sa.table(name, sa.column("rowid"), sa.column(name))
    matching = sa.select(fts.c.rowid).where(fts.c[name].op("MATCH")(" AND ".join(f'"{one}"' for one in sought)))
    return sa.literal_column(f"{table.name}.rowid").in_(matching)


def _in_tsvector(table: sa.Table, sought: list[str]) -> sa.ColumnElement[bool]:
    return table.c.words.op("@@")(sa.cast(" & ".join(f"'{one}'" for one in sought), TSQUERY))


def _make_fts5(table: Any, connection: sa.Connection, **_: Any) -> None:
    if connection.dialect.name != "sqlite":
        return
    name, fts = table.name, f"fts_{table.name}"
    add = f"INSERT INTO {fts}(rowid, words) VALUES (NEW.rowid, NEW.words);"  # noqa: S608 - names from the models
    remove = f"INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', OLD.rowid, OLD.words);"  # noqa: S608 - names from the models
    for statement in (
        f"DROP TABLE IF EXISTS {fts}",  # a migration that was taken back leaves it
        f"CREATE VIRTUAL TABLE {fts} USING fts5(words, content='{name}')",
        f"CREATE TRIGGER {fts}_insert AFTER INSERT ON {name} BEGIN {add} END",
        f"CREATE TRIGGER {fts}_delete AFTER DELETE ON {name} BEGIN {remove} END",
        f"CREATE TRIGGER {fts}_update AFTER UPDATE OF words ON {name} BEGIN {remove} {add} END",
    ):
        connection.exec_driver_sql(statement)
