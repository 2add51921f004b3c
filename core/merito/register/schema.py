"""The two tables of a register, and the triggers that prevent accidental changes and removals of rows.

Triggers can be dropped on purpose; the chain detects such changes.
"""

from merito.register.database import POSTGRESQL, SQLITE, Session

ENTRIES, CONTENTS = "merito_entries", "merito_contents"
REFUSAL = "the register of merito is append-only"
_BYTES = {SQLITE: "BLOB", POSTGRESQL: "BYTEA"}
_TABLES = {
    ENTRIES: f"""CREATE TABLE {ENTRIES} (
    number INTEGER NOT NULL, hash VARCHAR(64) NOT NULL, kind VARCHAR(16) NOT NULL, ente VARCHAR(64) NOT NULL,
    year INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (number), UNIQUE (hash));
CREATE INDEX ix_{ENTRIES}_ente ON {ENTRIES} (ente)""",
    CONTENTS: f"CREATE TABLE {CONTENTS} (hash VARCHAR(64) NOT NULL, data {{bytes}} NOT NULL, PRIMARY KEY (hash))",
}
_THERE = {
    SQLITE: "SELECT 1 AS there FROM sqlite_master WHERE type = 'table' AND name = :name",
    POSTGRESQL: "SELECT 1 AS there WHERE to_regclass(:name) IS NOT NULL",
}
_KEYS = {ENTRIES: ("number", "hash"), CONTENTS: ("hash",)}
_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
_SAME = "WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
_POSTGRESQL = f"""CREATE OR REPLACE FUNCTION merito_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER {{table}}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {{table}}
FOR EACH STATEMENT EXECUTE FUNCTION merito_append_only()"""


def has_table(session: Session, name: str) -> bool:
    """Whether a table exists."""
    return bool(session.rows(_THERE[session.kind], name=name))


def set_up(session: Session) -> None:
    """Creates missing tables, and the triggers of SQLite also in a register of an earlier version."""
    for table, statements in _TABLES.items():
        if not has_table(session, table):
            made = statements.format(bytes=_BYTES[session.kind]).split(";\n")
            for statement in (*made, *([_POSTGRESQL.format(table=table)] if session.kind == POSTGRESQL else [])):
                session.do(statement)
    if session.kind == SQLITE:
        _refuse_changes(session)


def _refuse_changes(session: Session) -> None:
    """`INSERT OR REPLACE` removes a row without a DELETE: an existing key is refused before that."""
    for table, keys in _KEYS.items():
        there = _SAME.format(table=table, same=" OR ".join(f"{key} = NEW.{key}" for key in keys))
        for name, verb, when in (("UPDATE", "UPDATE", ""), ("DELETE", "DELETE", ""), ("REPLACE", "INSERT", there)):
            session.do(_SQLITE.format(table=table, name=name, verb=verb, when=when, refusal=REFUSAL))
