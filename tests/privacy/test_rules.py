import sqlalchemy as sa
from privacy.not_personal import COLUMNS
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.tables  # noqa: F401  # the register is about every table there is
from app.privacy import rules


def text_columns() -> set[str]:
    """Every column that can hold words: text and JSON, but not the fixed values of an enum."""
    return {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String | sa.JSON | AutoString) and not isinstance(column.type, sa.Enum)
    }


PERSONAL = {f"{table}.{name}" for table, columns in rules.PERSONAL.items() for name in columns}
NOT_PERSONAL = {f"{table}.{name}" for table, columns in COLUMNS.items() for name in columns}


def test_every_column_that_holds_words_is_registered_as_personal_or_not():
    assert text_columns() - PERSONAL - NOT_PERSONAL == set(), (
        "decide in app/privacy/rules.py or tests/privacy/not_personal.py"
    )


def test_no_column_is_both():
    assert set() == PERSONAL & NOT_PERSONAL


def test_the_register_names_no_column_that_is_gone():
    assert (PERSONAL | NOT_PERSONAL) - text_columns() == set()


def test_each_entry_says_for_what_on_which_basis_and_how_long():
    for entry in rules.entries():
        assert entry.label
        assert entry.purpose
        assert entry.basis
        assert entry.retention


def test_a_column_called_like_a_person_is_personal():
    telling = ("phone", "email", "person_name", "contact_name", "car_plate", "login", "presenter")
    named = {c for c in text_columns() if c.partition(".")[2] in telling}
    assert named - {"unit.phone", "venue.phone"} <= PERSONAL, "these telephones are an office's"
