"""Altered results, or their register with them: `register verify` names all that is not as it was written."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from attrs import define, field, frozen
from faults.harmed import Files, Harm, files
from harm.alterations_by_sql import ANEW, NAMED, STORED, altered_with_its_row
from harm.cases import Ended, counted
from harm.scenes import REGISTER, reading

EXAMPLE = Path(__file__).parents[2] / "examples" / "comunita-montane"
DAY, ADOPTED = "2022-07-31", "monte-chiaro"
ACT = f"{ADOPTED};ADOZ;adozione_risultati;30/7/2022;Giunta;;;;2021;\n"
SUM = re.compile(r"\d{2,}\.\d\d")
MEMBER = re.compile(r"(?P<of>[^/]+/\d{4})/(?P<name>.+)")


@frozen
class Written:
    """A workspace of several enti after a run, one of them adopted, and every file of their results."""

    root: Path
    results: Files

    @property
    def out(self) -> Path:
        return self.root / "out"

    def put_back(self) -> None:
        """Results and register as they were."""
        shutil.rmtree(self.out)
        shutil.copytree(self.root / "kept", self.out)
        shutil.copyfile(self.root / "kept.sqlite", self.root / REGISTER)


@frozen
class Altered:
    """What was done; the files that are to be named, each with the word for it; what is to be named in the register."""

    told: str
    named: Mapping[str, str] = field(factory=dict)
    register: str = ""


Way = Callable[[Random, Written], Altered]


def cell(draw: Random, at: Written) -> Altered:
    """A sum in a table, of any ente or of the adopted one, becomes another of the same length."""
    name = draw.choice([one for one in _tables(at) if SUM.search(_text(at, one))])
    found = draw.choice([*SUM.finditer(_text(at, name))])
    digit = str((int(found[0][0]) % 9) + 1)
    place = found.start()
    text = _text(at, name)
    return _changed(at, name, f"{text[:place]}{digit}{text[place + 1 :]}".encode(), f"{found[0]} begins with {digit}")


def adopted_cell(draw: Random, at: Written) -> Altered:
    """A cell of a person of the adopted run: the file is named."""
    name = f"{ADOPTED}/2021/rewards.csv"
    rows = list(csv.reader(io.StringIO(_text(at, name))))
    row = draw.choice([row for row in rows[1:] if any(map(SUM.fullmatch, row))])
    place = draw.choice([place for place, text in enumerate(row) if SUM.fullmatch(text)])
    row[place] = f"{int(row[place][:-3]) + 100}{row[place][-3:]}"
    return _changed(at, name, _csv(rows), f"a sum of {row[0]} is 100 euro more")


def rows_exchanged(draw: Random, at: Written) -> Altered:
    """Two rows of a table exchange all but their key, or one is gone, or is there twice."""
    name = draw.choice([one for one in _tables(at) if len(_text(at, one).splitlines()) > 3])
    rows = list(csv.reader(io.StringIO(_text(at, name))))
    one, other = draw.sample(range(1, len(rows)), 2)
    how = draw.choice(("exchanged", "gone", "twice"))
    if how == "exchanged":
        rows[one][0], rows[other][0] = rows[other][0], rows[one][0]
    elif how == "gone":
        del rows[one]
    else:
        rows.insert(other, rows[one])
    return _changed(at, name, _csv(rows), f"rows {how}")


def any_byte(draw: Random, at: Written) -> Altered:
    """A byte of any file: tables, workbooks, pages, lists of hashes."""
    name = draw.choice(_members(at))
    content = bytearray(at.results[name])
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    return _changed(at, name, bytes(content), "a byte")


def removed(draw: Random, at: Written) -> Altered:
    """A file is removed, or a whole folder of results."""
    if draw.random() < 0.2:
        of = draw.choice(_folders(at))
        shutil.rmtree(at.out / of)
        return Altered(f"{of} is gone", {of: "la cartella dei risultati manca"})
    name = draw.choice(_members(at))
    (at.out / name).unlink()
    return Altered(f"{name} is gone", {name: "manca"})


def added(draw: Random, at: Written) -> Altered:
    """A file that no run has written, or a whole folder under another year."""
    of = draw.choice(_folders(at))
    if draw.random() < 0.3:
        other = f"{of[:-4]}2019"
        shutil.copytree(at.out / of, at.out / other)
        return Altered(f"{of} as {other}", {other: "risultati di nessuna esecuzione"})
    name = f"{of}/{draw.choice(('premi.csv', 'pubblicazione/nota.txt', 'premi 2.csv'))}"
    (at.out / name).write_bytes(draw.randbytes(9))
    return Altered(f"{name} is added", {name: "estraneo"})


def of_another_ente(draw: Random, at: Written) -> Altered:
    """Two enti exchange a file, or all their results: each file that is another's is named under both."""
    one, other = draw.sample(_folders(at), 2)
    if draw.random() < 0.4:
        away = at.root / "away"
        (at.out / one).rename(away)
        (at.out / other).rename(at.out / one)
        away.rename(at.out / other)
        return Altered(f"{one} and {other} change places", _differing(at, {one: other, other: one}))
    own, theirs = ({name[len(of) + 1 :] for name in _members(at) if name.startswith(f"{of}/")} for of in (one, other))
    both = sorted(own & theirs)
    name = draw.choice([name for name in both if at.results[f"{one}/{name}"] != at.results[f"{other}/{name}"]])
    for of, source in ((one, other), (other, one)):
        (at.out / of / name).write_bytes(at.results[f"{source}/{name}"])
    named = {f"{of}/{name}": "alterato" for of in (one, other)}
    return Altered(f"{one} and {other} exchange {name}", named)


def of_another_table(draw: Random, at: Written) -> Altered:
    """Two files of one ente exchange their contents."""
    of = draw.choice(_folders(at))
    own = [name for name in _members(at) if name.startswith(f"{of}/")]
    one, other = draw.sample(own, 2)
    if at.results[one] == at.results[other]:
        return any_byte(draw, at)
    for name, source in ((one, other), (other, one)):
        (at.out / name).write_bytes(at.results[source])
    return Altered(f"{one} and {other} exchange contents", dict.fromkeys((one, other), "alterato"))


def with_its_row(draw: Random, at: Written) -> Altered:
    """A sum is altered in the file, and in the register: in the stored content, in the list of hashes, or in both."""
    name = draw.choice([one for one in _tables(at) if one.endswith("rewards.csv") and SUM.search(_text(at, one))])
    found = SUM.search(_text(at, name))
    assert found is not None
    content = at.results[name].replace(found[0].encode(), f"9{found[0]}".encode(), 1)
    (at.out / name).write_bytes(content)
    member = MEMBER.fullmatch(name)
    assert member is not None
    ente, _, year = member["of"].partition("/")
    how, number = altered_with_its_row(draw, at.root, ente, int(year), member["name"], content)
    named = {STORED: {name: "alterato"}, NAMED: {member["of"]: "i risultati non si possono confrontare"}, ANEW: {}}
    return Altered(f"{name} and the register: {how}", named[how], f"voce {number}")


WAYS: Mapping[Way, int] = {
    cell: 3,
    adopted_cell: 2,
    rows_exchanged: 3,
    any_byte: 3,
    removed: 2,
    added: 2,
    of_another_ente: 3,
    of_another_table: 2,
    with_its_row: 3,
}


@define
class AlteredResults:
    """Alters the results of one workspace, made once, which is put right again after each case."""

    harm: Harm
    place: Path
    _written: Written | None = None

    def __call__(self, draw: Random, root: Path) -> Ended:
        at = self._whole()
        way = draw.choices([*WAYS], [*WAYS.values()])[0]
        try:
            altered = way(draw, at)
            (root / "alteration.txt").write_text(f"{way.__name__}: {altered.told}\n", encoding="utf-8")
            code, register, results = self._verified(at)
        finally:
            at.put_back()
        assert code == 1, f"{altered.told}: not told"
        for name, word in altered.named.items():
            own = [told for told in results if told.startswith(f"{name}:")]
            assert len(own) == 1, f"{altered.told}: {name} is told {len(own)} times\n{results}"
            assert word in own[0], f"{altered.told}: {own[0]}"
        assert len(results) == len(altered.named), f"{altered.told}: also told are others\n{results}"
        if altered.register:
            assert any(altered.register in told for told in register), f"{altered.told}: {altered.register} is not told"
        else:
            assert not register, f"{altered.told}: {register}"
        return counted("altered results", f"{way.__name__}: named")

    def _verified(self, at: Written) -> tuple[int, list[str], list[str]]:
        ran = self.harm(at.root, "register", "verify", ".", "--json")
        assert ran.text.startswith("{"), ran.text
        told = json.loads(ran.text)
        return ran.code, told["problems"], told["results"]["problems"]

    def _whole(self) -> Written:
        if self._written is None:
            ignored = shutil.ignore_patterns("out", "registro.sqlite*")
            root = Path(shutil.copytree(EXAMPLE, self.place, ignore=ignored, dirs_exist_ok=True))
            with (root / "merito.toml").open("r+", encoding="utf-8") as config:
                text = config.read().replace('locale = "it"', 'locale = "it"\nregister = "registro.sqlite"')
                config.seek(0)
                config.write(text)
            with (root / "atti.csv").open("a", encoding="utf-8") as acts:
                acts.write(ACT)
            self._done(root, "run", ".", "--as-of", DAY)
            with reading(root) as reader:
                number = reader.run_last()[ADOPTED, 2021]
            self._done(root, "adopt", str(number), "--act", "ADOZ", "--with-suspended", "--as-of", DAY)
            shutil.copytree(root / "out", root / "kept")
            shutil.copyfile(root / REGISTER, root / "kept.sqlite")
            self._written = Written(root, files(root / "out"))
            assert self._verified(self._written) == (0, [], [])
        return self._written

    def _done(self, root: Path, *words: str) -> None:
        ran = self.harm(root, *words)
        assert ran.code in (0, 1) and (root / REGISTER).is_file(), ran.text


def _members(at: Written) -> list[str]:
    """The files of results of every ente and year."""
    return sorted(name for name in at.results if MEMBER.fullmatch(name))


def _tables(at: Written) -> list[str]:
    return [name for name in _members(at) if name.endswith(".csv")]


def _folders(at: Written) -> list[str]:
    return sorted({found["of"] for name in _members(at) if (found := MEMBER.fullmatch(name))})


def _text(at: Written, name: str) -> str:
    return at.results[name].decode("utf-8-sig")


def _csv(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _changed(at: Written, name: str, content: bytes, told: str) -> Altered:
    """A file with another content; one that is rewritten as it was, gets a byte more."""
    (at.out / name).write_bytes(content if content != at.results[name] else content + b"\n")
    return Altered(f"{name}: {told}", {name: "alterato"})


def _differing(at: Written, moved: Mapping[str, str]) -> dict[str, str]:
    """What is to be named once folders are in the place of others."""
    named = {}
    for of, source in moved.items():
        own, theirs = (
            {name[len(one) + 1 :]: at.results[name] for name in _members(at) if name.startswith(f"{one}/")}
            for one in (of, source)
        )
        named |= {f"{of}/{name}": "manca" for name in own.keys() - theirs.keys()}
        named |= {f"{of}/{name}": "estraneo" for name in theirs.keys() - own.keys()}
        named |= {f"{of}/{name}": "alterato" for name in own.keys() & theirs.keys() if own[name] != theirs[name]}
    return named
