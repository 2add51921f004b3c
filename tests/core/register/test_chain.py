"""Entries follow one another, are never changed, and shared contents are stored once."""

import hashlib
import signal
from pathlib import Path

import pytest
from registers import COMMON, an_entry, behind_its_back, start, verified

from merito import RegisterError
from merito.register.store import BEFORE_THE_FIRST, DraftEntry, Place, Reader, Register, content_hash, open_register


def test_each_entry_bears_the_hash_of_the_one_before(register: Register) -> None:
    with register.reading() as reader:
        one, two, three = reader.entries("alfa")
    assert [one.number, two.number, three.number] == [1, 2, 3]
    assert one.body["previous"] == BEFORE_THE_FIRST
    assert (two.body["previous"], three.body["previous"]) == (one.hash, two.hash)


def test_a_hash_is_the_one_that_sha256sum_gives_of_the_stored_text(register: Register) -> None:
    with register.reading() as reader:
        for row in reader.rows():
            assert hashlib.sha256(row["body"].encode()).hexdigest() == row["hash"]


def test_what_entries_have_in_common_is_kept_once(register: Register) -> None:
    with register.reading() as reader:
        assert len(list(reader.stored_contents())) == 4
        assert reader.content(content_hash(COMMON)) == COMMON


def test_a_register_that_nobody_touched_is_whole(register: Register) -> None:
    with register.reading() as reader:
        last = reader.last()
    found = verified(register.place)
    assert last is not None
    assert (found.entries, found.contents, found.head, found.problems) == (3, 4, last.hash, ())


@pytest.mark.parametrize("table", ["merito_entries", "merito_contents"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET hash = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_row(register: Register, table: str, statement: str) -> None:
    with pytest.raises(Exception, match="append-only"), register.database.transaction() as session:
        session.do(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO merito_entries SELECT number, 'x', kind, ente, year, body FROM merito_entries",
        "REPLACE INTO merito_entries SELECT 9, hash, kind, ente, year, body FROM merito_entries",
        "INSERT OR REPLACE INTO merito_contents SELECT hash, x'00' FROM merito_contents",
    ],
)
@pytest.mark.parametrize("earlier", [False, True])
def test_sqlite_refuses_to_put_a_row_in_the_place_of_another(tmp_path: Path, statement: str, earlier: bool) -> None:
    with open_register(Place(shown="registro", file=tmp_path / "registro.sqlite")) as register:
        register.append(lambda _: an_entry(1))
        if earlier:
            behind_its_back(register.database)
    with open_register(register.place) as register:
        register.append(lambda _: an_entry(2))
        with pytest.raises(Exception, match="append-only"), register.database.transaction(writes=True) as session:
            session.do(statement)
        assert verified(register.place).problems == ()


def test_what_an_entry_is_made_from_may_refuse_it_and_leaves_nothing(register: Register) -> None:
    def refuses(reader: Reader) -> DraftEntry:
        raise LookupError(str(len(reader.entries("alfa"))))

    with pytest.raises(LookupError, match="3"):
        register.append(refuses)
    assert register.append(lambda _: an_entry(4)).number == 4


def test_a_register_that_is_not_there_yet_is_told(place: Place) -> None:
    told = pytest.raises(RegisterError, match="non c'è ancora un registro")
    with open_register(place) as register, told, register.reading():
        pass


def test_a_file_without_a_register_in_it_may_have_been_emptied(tmp_path: Path) -> None:
    place = Place(shown="registro.sqlite", file=tmp_path / "registro.sqlite")
    (tmp_path / "registro.sqlite").touch()
    told = pytest.raises(RegisterError, match="se ci stava, è stato svuotato, e si rimette da una copia")
    with open_register(place) as register, told, register.reading():
        pass


@pytest.mark.parametrize("beginning", [12, 64])
def test_an_entry_is_found_by_the_beginning_of_its_hash(register: Register, beginning: int) -> None:
    with register.reading() as reader:
        entry = reader.entry(2)
        assert entry is not None
        assert reader.with_hash(entry.hash[:beginning]) == [entry]


@pytest.mark.long
def test_writers_at_once_lose_nothing(place: Place) -> None:
    writers = [start("write", place, ente, 6) for ente in ("alfa", "beta", "gamma")]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 3
    with open_register(place) as register, register.reading() as reader:
        found = verified(place)
        assert (found.entries, found.contents, found.problems) == (18, 19, ())
        assert [len(reader.entries(ente)) for ente in reader.enti()] == [6] * 3


@pytest.mark.long
def test_a_look_while_others_write_sees_a_whole_register(register: Register, place: Place) -> None:
    writer = start("write", place, "beta", 30)
    seen: set[int] = set()
    while writer.poll() is None or not seen:
        found = verified(place)
        assert found.problems == ()
        seen.add(found.entries)
    assert writer.returncode == 0
    assert seen <= set(range(3, 34))


def test_a_writer_killed_at_the_last_moment_leaves_a_whole_register(
    register: Register, place: Place, request: pytest.FixtureRequest
) -> None:
    assert start("die", place, 2_000_000).wait(timeout=60) == -9
    found = verified(place)
    assert (found.entries, found.problems) == (3, ())
    assert register.append(lambda _: an_entry(4)).number == 4


def test_ctrl_c_in_the_middle_of_an_entry_takes_effect_once_it_is_there(register: Register) -> None:
    def interrupted(_: Reader) -> DraftEntry:
        signal.raise_signal(signal.SIGINT)
        return an_entry(4)

    with pytest.raises(KeyboardInterrupt):
        register.append(interrupted)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with register.reading() as reader:
        assert [one.number for one in reader.entries("alfa")] == [1, 2, 3, 4]
    assert verified(register.place).problems == ()
