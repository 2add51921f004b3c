"""The two tables of a register, and the triggers that refuse to change or remove a row by mistake.

Who means to change a row can drop the triggers: that is found by the chain, not by them.
"""

from sqlalchemy import DDL, Column, Connection, Integer, LargeBinary, MetaData, String, Table, Text, event

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
KEYS = {ENTRIES.name: ("number", "hash"), CONTENTS.name: ("hash",)}
_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
_THERE = "WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION merito_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION merito_append_only()"""


def refuse_changes(connection: Connection) -> None:
    """Sets the triggers of SQLite where they are missing, in a register of an earlier version too.

    `INSERT OR REPLACE` removes a row without a DELETE: a key that is there already is refused before it does.
    """
    if connection.dialect.name != "sqlite":
        return
    for table, keys in KEYS.items():
        there = _THERE.format(table=table, same=" OR ".join(f"{key} = NEW.{key}" for key in keys))
        for name, verb, when in (("UPDATE", "UPDATE", ""), ("DELETE", "DELETE", ""), ("REPLACE", "INSERT", there)):
            connection.exec_driver_sql(_SQLITE.format(table=table, name=name, verb=verb, when=when, refusal=REFUSAL))


def _after_create(table: Table, statement: str) -> None:
    event.listen(table, "after_create", DDL(statement).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]


for _table in (ENTRIES, CONTENTS):
    _after_create(_table, _FUNCTION)
    _after_create(_table, _POSTGRESQL.format(table=_table.name))
