"""Every change behind the register's back is found; what only an anchor can show, by the anchor."""

import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from registers import an_adoption, an_entry, behind_its_back, verified

from merito import RegisterError
from merito.register.canonical import canonical, opened
from merito.register.store import DraftEntry, Place, Register, content_hash, open_register

ENTRY, CONTENT = "merito_entries", "merito_contents"


def found(register: Register, *anchors: str) -> Any:
    return verified(register.place, *anchors)


def one_problem(register: Register) -> str:
    (problem,) = found(register).problems
    return problem


def head(register: Register) -> str:
    with register.reading() as reader:
        last = reader.last()
    assert last is not None
    return last.hash


def stored(data: bytes) -> str:
    """Bytes as SQL writes them in both databases (after a replacement for PostgreSQL)."""
    return zlib.compress(data).hex()


def test_a_changed_text(register: Register) -> None:
    behind_its_back(
        register.database, f"UPDATE {ENTRY} SET body = replace(body, '\"ente\"', '\"Ente\"') WHERE number = 2"
    )
    assert any("voce 2: non corrisponde alla sua impronta" in told for told in found(register).problems)


def test_a_changed_hash_is_found_in_the_entry_and_in_the_next(register: Register) -> None:
    behind_its_back(register.database, f"UPDATE {ENTRY} SET hash = '{'0' * 64}' WHERE number = 2")
    one, two = found(register).problems
    assert one.startswith("voce 2: non corrisponde alla sua impronta")
    assert two.startswith("voce 3: non segue la voce che le sta prima")


def test_a_text_changed_with_its_hash_is_found_in_the_next(register: Register) -> None:
    with register.reading() as reader:
        entry = reader.entry(2)
    assert entry is not None
    body = canonical({**entry.body, "at": "2030-01-01T00:00:00+00:00"})
    behind_its_back(
        register.database,
        f"UPDATE {ENTRY} SET body = '{body.decode()}', hash = '{content_hash(body)}' WHERE number = 2",
    )
    assert one_problem(register).startswith("voce 3: non segue la voce che le sta prima")


def test_a_column_that_says_otherwise_than_the_text(register: Register) -> None:
    behind_its_back(register.database, f"UPDATE {ENTRY} SET ente = 'beta' WHERE number = 2")
    assert one_problem(register) == "voce 2: le colonne ente non dicono ciò che dice il testo"


def test_an_entry_removed_in_the_middle(register: Register) -> None:
    behind_its_back(register.database, f"DELETE FROM {ENTRY} WHERE number = 2")
    assert "voce 3: mancano voci dopo la 1" in found(register).problems


def test_the_first_entry_removed(register: Register) -> None:
    behind_its_back(register.database, f"DELETE FROM {ENTRY} WHERE number = 1")
    assert "voce 2: mancano le voci prima" in found(register).problems


def test_entries_in_another_order(register: Register) -> None:
    swap = [f"UPDATE {ENTRY} SET number = {new} WHERE number = {old}" for old, new in ((2, 9), (3, 2), (9, 3))]
    behind_its_back(register.database, *swap)
    told = found(register).problems
    assert "voce 2: le colonne number non dicono ciò che dice il testo" in told
    assert any(one.startswith("voce 3: non segue la voce che le sta prima") for one in told)


def test_a_changed_byte_of_a_content(register: Register) -> None:
    known = content_hash(b"figures 2")
    new = zlib.compress(b"figures 9").hex()
    value = f"x'{new}'" if register.place.file else f"'\\x{new}'::bytea"
    behind_its_back(register.database, f"UPDATE {CONTENT} SET data = {value} WHERE hash = '{known}'")
    assert one_problem(register) == f"contenuto {known[:12]} della voce 2: è stato alterato"
    with register.reading() as reader, pytest.raises(RegisterError, match="alterato"):
        reader.content(known)


def test_a_content_that_can_no_longer_be_opened(register: Register) -> None:
    value = "x'00'" if register.place.file else "'\\x00'::bytea"
    behind_its_back(
        register.database, f"UPDATE {CONTENT} SET data = {value} WHERE hash = '{content_hash(b'figures 1')}'"
    )
    assert one_problem(register).endswith(" della voce 1: è stato alterato")


@pytest.mark.parametrize("value", ["'x'", "7", "1.5", "x'ff'"])
@pytest.mark.parametrize(("table", "column"), [(CONTENT, "data"), (ENTRY, "body"), (ENTRY, "hash"), (ENTRY, "ente")])
def test_a_cell_that_was_made_of_another_kind(tmp_path: Path, table: str, column: str, value: str) -> None:
    place = Place(shown="registro.sqlite", file=tmp_path / "registro.sqlite")
    with open_register(place) as register:
        register.append(lambda _: an_entry(1))
        register.append(lambda _: an_entry(2))
        behind_its_back(register.database, f"UPDATE {table} SET {column} = {value} WHERE rowid = 2")
        assert found(register).problems
        with register.reading() as reader, suppress(RegisterError):
            for entry in reader.entries("alfa"):
                [reader.content(known) for known in entry.files.values()]


def test_a_content_removed_and_one_that_nobody_names(register: Register) -> None:
    known, other = content_hash(b"figures 3"), content_hash(b"x")
    value = "x'00'" if register.place.file else "'\\x00'::bytea"
    behind_its_back(
        register.database,
        f"DELETE FROM {CONTENT} WHERE hash = '{known}'",
        f"INSERT INTO {CONTENT} (hash, data) VALUES ('{other}', {value})",
    )
    told = found(register).problems
    assert f"contenuto {known[:12]} della voce 3: manca" in told
    assert f"contenuto {other[:12]}: nessuna voce lo nomina" in told


def test_a_tail_cut_off_is_found_by_the_anchor_alone(register: Register) -> None:
    anchor = head(register)
    behind_its_back(
        register.database,
        f"DELETE FROM {ENTRY} WHERE number = 3",
        f"DELETE FROM {CONTENT} WHERE hash = '{content_hash(b'figures 3')}'",
    )
    assert found(register).problems == ()
    (told,) = found(register, anchor).problems
    assert told == (f"l'impronta {anchor} non è di nessuna voce: sono state tolte voci, o il registro è stato rifatto")


def test_an_anchor_of_an_earlier_head_holds_while_the_register_grows(register: Register) -> None:
    with register.reading() as reader:
        entry = reader.entry(2)
    assert entry is not None
    told = found(register, entry.hash.upper())
    assert (told.problems, told.anchored) == ((), {entry.hash: 2})


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"run": 1}, "adotta un'esecuzione che non è quella che sta nel registro"),
        ({"year": 2020}, "adotta un'esecuzione che non è quella che sta nel registro"),
    ],
)
def test_an_adoption_made_anew_for_another_run(register: Register, changed: dict[str, object], problem: str) -> None:
    entry = register.append(lambda reader: an_adoption(reader, 2))
    assert found(register).problems == ()
    body = canonical({**entry.body, **changed})
    year = changed.get("year", 2021)
    behind_its_back(
        register.database,
        f"UPDATE {ENTRY} SET body = '{body.decode()}', hash = '{content_hash(body)}', year = {year} WHERE number = 4",
    )
    assert one_problem(register) == f"voce 4: {problem}"


def test_an_act_of_an_adoption_changed(register: Register) -> None:
    register.append(lambda reader: an_adoption(reader, 2))
    behind_its_back(register.database, f"UPDATE {ENTRY} SET body = replace(body, 'A1', 'A2') WHERE number = 4")
    assert one_problem(register).startswith("voce 4: non corrisponde alla sua impronta")


def rewritten(register: Register, body: bytes) -> None:
    """Replaces the text of the last entry, with a matching hash: only its parts give it away."""
    text, number = body.decode().replace("'", "''"), 3
    behind_its_back(
        register.database, f"UPDATE {ENTRY} SET body = '{text}', hash = '{content_hash(body)}' WHERE number = {number}"
    )


@pytest.mark.parametrize(
    "changed",
    [
        *({"kind": kind} for kind in (None, 7, [], {}, "x")),
        *({"kind": "adoption", "run": run} for run in (None, [], {}, "1")),
        *({"files": files} for files in (None, [], "x", {"a": 1}, {"../a": "x"}, {"/a": "x"}, {"a/../b": "x"})),
        *({"at": at} for at in (None, 7, "ieri", "2022-07-31T10:00:00")),
        *({"year": year} for year in (None, "2021", True)),
        *({name: None} for name in ("ente", "as_of", "inputs", "parameters", "engine", "plugins", "provisional")),
        {"plugins": [7]},
        {"engine": {}},
    ],
)
def test_an_entry_without_its_parts_is_a_problem_of_it_and_no_fall(
    register: Register, changed: dict[str, object]
) -> None:
    with register.reading() as reader:
        entry = reader.entry(3)
    assert entry is not None
    rewritten(register, canonical({**entry.body, **changed}))
    assert any(told.startswith("voce 3: mancano, o non sono ciò che devono, ") for told in found(register).problems)
    with register.reading() as reader, pytest.raises(RegisterError, match=r"la voce 3 non ha .*merito register verify"):
        reader.entry(3)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"7", b"null", b"x", b"[" * 100_000])
def test_a_text_that_is_no_entry_is_a_problem_of_it(register: Register, body: bytes) -> None:
    rewritten(register, body)
    assert "voce 3: mancano, o non sono ciò che devono, kind" in found(register).problems
    with register.reading() as reader, pytest.raises(RegisterError, match="la voce 3 non ha"):
        reader.last()


def test_a_content_is_unpacked_up_to_a_limit(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    with register.reading() as reader:
        known = content_hash(b"figures 2")
        assert reader.content(known) == b"figures 2"
    monkeypatch.setattr("merito.register.canonical.LARGEST", 2**20)
    new = stored(b"0" * 2**21)
    value = f"x'{new}'" if register.place.file else f"'\\x{new}'::bytea"
    behind_its_back(register.database, f"UPDATE {CONTENT} SET data = {value} WHERE hash = '{known}'")
    assert one_problem(register) == f"contenuto {known[:12]} della voce 2: aperto occuperebbe più di 1 MB"
    with register.reading() as reader, pytest.raises(RegisterError, match="aperto occuperebbe più di 1 MB"):
        reader.content(known)
    with pytest.raises(RegisterError, match="aperto occuperebbe più di 1 MB"):
        register.append(lambda _: an_entry(4, content=b"1" * 2**21))


@pytest.mark.parametrize("cut", [slice(None, -1), slice(None, 5)])
def test_a_content_that_is_cut_off_is_altered(cut: slice) -> None:
    assert opened(zlib.compress(b"figures")[cut]) is None
    assert opened(zlib.compress(b"figures") + b"x") is None


def test_an_entry_older_than_the_one_before_is_remarked_and_the_register_whole(register: Register) -> None:
    earlier = {**an_entry(4).body, "at": "2022-07-31T11:59:59+02:00"}
    later = {**an_entry(5).body, "at": "2022-07-31T12:00:00+02:00"}
    contents = {**an_entry(4).contents, **an_entry(5).contents}
    for body in (earlier, later):
        register.append(lambda _, body=body: DraftEntry(body=body, contents=contents))  # type: ignore[misc]
    whole = found(register)
    assert whole.remarks == ("voce 4: la sua ora viene prima di quella della voce 3",)
    assert [told for told in whole.problems if "nessuna voce" not in told] == []
