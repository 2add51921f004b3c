"""The two tables of a register, and the triggers that refuse to change or remove a row by mistake.

Who means to change a row can drop the triggers: that is found by the chain, not by them.
"""

from sqlalchemy import DDL, Column, Integer, LargeBinary, MetaData, String, Table, Text, event

HASH = String(64)
TABLES = MetaData()
ENTRIES = Table(
    "merito_entries",
    TABLES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", HASH, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("ente", String(64), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
CONTENTS = Table(
    "merito_contents",
    TABLES,
    Column("hash", HASH, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
REFUSAL = "the register of merito is append-only"
_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
_FUNCTION = f"""CREATE OR REPLACE FUNCTION merito_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION merito_append_only()"""


def _after_create(table: Table, statement: str, dialect: str) -> None:
    event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


for _table in (ENTRIES, CONTENTS):
    for _verb in ("UPDATE", "DELETE"):
        _after_create(_table, _SQLITE.format(table=_table.name, verb=_verb, refusal=REFUSAL), "sqlite")
    _after_create(_table, _FUNCTION, "postgresql")
    _after_create(_table, _POSTGRESQL.format(table=_table.name), "postgresql")
