"""Errors in an ente's folder of rules are reported in Italian, with file and entry, and never as a traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from own_folder import DAY, borgo
from trusted_rules import merito_trusting

from merito import PluginError
from merito.cli import app
from merito.testing import run_folder

Change = Callable[[Path], object]


def text(name: str, old: str, new: str) -> Change:
    def change(rules: Path) -> None:
        before = (rules / name).read_text(encoding="utf-8")
        assert old in before
        (rules / name).write_text(before.replace(old, new, 1), encoding="utf-8")

    return change


def added(name: str, more: str | bytes) -> Change:
    def change(rules: Path) -> None:
        path = rules / name
        path.parent.mkdir(exist_ok=True)
        before = path.read_bytes() if path.is_file() else b""
        path.write_bytes(before + (more.encode() if isinstance(more, str) else more))

    return change


TOML_FILES = "i file di dati sono rules.toml, interpretations.toml, parameters.toml, inputs.toml, published.toml, text.toml, forms.toml"
WRONG: dict[str, Change] = {
    f"regole/parametri.toml: non è un file di regole; {TOML_FILES}. Forse «parameters.toml»?": added(
        "parametri.toml", ""
    ),
    "regole/altre: è una sottocartella: le regole stanno nella cartella, gli esempi svolti in cases": added(
        "altre/premi.py", ""
    ),
    "regole/__init__.py: è di una distribuzione: qui si toglie (merito new-regulation --from lo scrive)": added(
        "__init__.py", ""
    ),
    "regole/due-premi.py: il nome di un modulo è di sole lettere, cifre e _, come rules.py": added("due-premi.py", ""),
    "regole/rules.py: non è un testo in UTF-8: salvarlo in UTF-8": added("rules.py", b"# \xe0\n"),
    "regole/rules.toml: non è un testo in UTF-8: salvarlo in UTF-8": added("rules.toml", b"# \xe0\n"),
    "regole/rules.toml: non si legge come TOML: riga 25, colonna 5: il valore non è scritto bene: i testi vanno tra "
    "virgolette": added("rules.toml", "x = \n"),
    "regole/rules.toml: «x» sta da sola: ogni voce sta sotto un titolo, come [nome]": text(
        "rules.toml", "[", "x = 1\n["
    ),
    "regole/rules.toml [BO-2]: «phase» è «z», atteso uno tra: a, b, c, d, e, f, appointments": text(
        "rules.toml", '"d"', '"z"'
    ),
    "regole/rules.toml [BO-2]: manca «text»": text("rules.toml", "text =", "reason ="),
    "regole/rules.toml [BO-2]: chiave «fase» sconosciuta. Forse «phase»?": text("rules.toml", "phase =", "fase ="),
    "regole/rules.toml [BO-4]: «gate»: non c'è un tipo di atto «acordo». Forse «accordo»?": text(
        "rules.toml", '"accordo"', '"acordo"'
    ),
    "regole/rules.toml [BO-4]: «gate»: non c'è uno strumento «premi». Forse «premio»?": text(
        "rules.toml", 'tool = "premio"', 'tool = "premi"'
    ),
    "regole: «IT-14.6» è già una regola o una lettura di «national»: scegliere un altro codice": text(
        "rules.toml", "BO-2", "IT-14.6"
    ),
    "regole: BO-2 cita «art. 9»: art. 9 non è nel testo, che ha art. 1-5": text("rules.toml", "art. 2", "art. 9"),
    "regole/parameters.toml [soglia]: il valore «sessanta» da 2025-01-01 non va: atteso un numero, o una frazione scritta "
    '"2/3"': text("parameters.toml", "60", '"sessanta"'),
    "regole/parameters.toml [soglia]: «1/1/2025» non è una data AAAA-MM-GG (né always)": text(
        "parameters.toml", "2025-01-01", '"1/1/2025"'
    ),
    "regole/parameters.toml [soglia]: la regola «BO-9» non è in rules.toml": text("parameters.toml", "BO-3", "BO-9"),
    "regole/parameters.toml [report_deadline]: in «national» è di tipo day": text(
        "parameters.toml", "[soglia]", "[report_deadline]"
    ),
    "regole/parameters.toml [fewest_published]: è un parametro di «national», che non lascia stabilirlo qui: l'ente lo "
    "stabilisce in [parameters] di ente.toml, se può": text("parameters.toml", "[soglia]", "[fewest_published]"),
    "regole/inputs.toml [tools.premio]: non c'è un fondo «premio». Forse «premi»?": text(
        "inputs.toml", 'fund = "premi"', 'fund = "premio"'
    ),
    "regole/inputs.toml [uses]: non c'è una tabella comune «persone». Forse «people»?": text(
        "inputs.toml", '"people"', '"persone"'
    ),
    "regole/inputs.toml [tables.people]: quella tabella c'è già: le colonne si aggiungono con [columns.people]": added(
        "inputs.toml", '[tables.people]\nlabel = "gente"\ncites = "art. 2"\n'
    ),
    "regole/inputs.toml [acts.patto]: l'etichetta «peg» è già di «peg»: due non si distinguerebbero": text(
        "inputs.toml", '[acts.accordo]\nlabel = "accordo"', '[acts.patto]\nlabel = "peg"'
    ),
    "regole/rules.py: non è Python che si possa leggere: riga 26: invalid syntax": added("rules.py", "def (\n"),
    "regole/rules.py: importa «merito.cycle»; le regole di un ente importano solo merito, merito.kit, merito.numbers e il "
    "proprio regolamento": added("rules.py", "import merito.cycle\n"),
    "regole/rules.py: importa «merito_bergamo»; le regole di un ente importano solo merito, merito.kit, merito.numbers e il "
    "proprio regolamento": added("rules.py", "import merito_bergamo\n"),
    "regole/rules.py: importa «.premi», che non è nella cartella": added("rules.py", "from .premi import x\n"),
    "regole/rules.py: importa «altro»; un altro modulo della cartella si importa con: from .altro import ...": lambda rules: (
        added("altro.py", "")(rules),
        added("rules.py", "import altro\n")(rules),
    ),
    "regole/rules.py: non si può caricare: ZeroDivisionError('division by zero')": added("rules.py", "1 / 0\n"),
    "regole/rules.py: prize: @rule(«BO-33») non è né una regola né una lettura. Forse «BO-3»?": text(
        "rules.py", '"BO-3"', '"BO-33"'
    ),
    "regole/rules.py: prize: non c'è un hook «merito_reward». Forse «merito_rewards»?": text(
        "rules.py", "merito_rewards", "merito_reward"
    ),
    'regole/rules.py: merito_rewards: manca il nome della fase: si scrive @rule(..., hook="merito_rewards"); senza, la funzione non sarebbe mai chiamata': text(
        "rules.py",
        '@rule("BO-3", hook="merito_rewards", tool="premio")\ndef prize',
        '@rule("BO-3", tool="premio")\ndef merito_rewards',
    ),
}


def refused(rules: Path) -> tuple[str, ...]:
    """What is reported about a folder of rules when it is loaded."""
    with pytest.raises(PluginError) as refusal:
        run_folder(rules.parents[2], "borgo")
    return refusal.value.messages


@pytest.mark.parametrize("told", WRONG)
def test_what_is_wrong_in_a_file_is_told_in_italian(tmp_path: Path, told: str) -> None:
    rules = borgo(tmp_path) / "regole"
    WRONG[told](rules)
    assert told in refused(rules)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    rules = borgo(tmp_path) / "regole"
    (tmp_path / "altrove.py").write_text("raise SystemExit('run')", encoding="utf-8")
    (rules / "altro.py").symlink_to(tmp_path / "altrove.py")
    assert refused(rules) == ("regole/altro.py: è un collegamento a un file fuori dalla cartella: copiarlo qui",)


@pytest.mark.long
def test_what_is_wrong_is_told_by_every_command_at_once_and_without_a_traceback(tmp_path: Path) -> None:
    rules = borgo(tmp_path) / "regole"
    for one in ("phase", "text"):
        text("rules.toml", one, f"{one}x")(rules)
    text("inputs.toml", "cites", "cita")(rules)
    for command in ("check", "run", "status"):
        ran = merito_trusting(command, tmp_path, "--as-of", DAY)
        assert (ran.exit_code, "Traceback" in ran.output) == (3, False)
        told = [line for line in ran.output.splitlines() if line.startswith("borgo: regole/")]
        assert len(told) == 6, ran.output
    for words in (
        ("verify", rules),
        ("rules", rules),
        ("new-regulation", "borgo", "--from", rules, "--into", tmp_path),
    ):
        ran = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert (ran.exit_code, "regole/rules.toml [BO-2]: manca «text»" in ran.output) == (2, True), ran.output
    assert not (tmp_path / "merito-borgo").exists()


def test_a_text_of_the_regulation_may_lie_beside_its_rules(tmp_path: Path) -> None:
    rules = borgo(tmp_path) / "regole"
    (rules / "regolamento.pdf").write_bytes(b"%PDF")
    (rules / "testi").mkdir()
    (rules / "testi" / "nota.md").write_text("Nota.", encoding="utf-8")
    ran = merito_trusting("check", tmp_path, "--as-of", DAY)
    assert (ran.exit_code, "regolamento.pdf" in ran.output, "nota.md" in ran.output) == (0, False, False)


WRONG_CONFIGS = {
    'rules = "regole"': (
        'rules = "rules.py"',
        "«rules»: «rules.py» è un file: le regole proprie stanno in una cartella",
    ),
    'rules = "regole" ': ('rules = "2025"', "«rules»: «2025» è la cartella di un anno"),
    'rules = "regole"  ': ("", "«rules»: manca: con il regolamento «national» l'ente ha le sue regole in una cartella"),
    'kind = "municipality"': ("", "«kind»: manca il tipo di ente: uno tra municipality, "),
    'kind = "municipality" ': ('kind = "municipalty"', "Forse «municipality»?"),
    'regulation = "national"': ('regulation = "bergamo"', "«kind»: lo dice il regolamento «bergamo»: si toglie da qui"),
}


@pytest.mark.parametrize("was", WRONG_CONFIGS)
def test_an_ente_says_who_it_is_where_the_national_base_is_its_host(tmp_path: Path, was: str) -> None:
    folder = borgo(tmp_path)
    (folder / "rules.py").touch()
    becomes, told = WRONG_CONFIGS[was]
    config = folder / "ente.toml"
    config.write_text(config.read_text(encoding="utf-8").replace(was.strip(), becomes), encoding="utf-8")
    ran = merito_trusting("check", tmp_path, "--as-of", DAY)
    assert (ran.exit_code, told in ran.output) == (1, True), ran.output
