"""What the terminal shows: subjects in Italian, findings with their rule and article."""

import pytest
from attrs import evolve

from merito import Basis, Finding, Measure, Phase, Severity, places_text
from merito.contract.rulebook import Rule, Rulebook
from merito.model.figures import BLANK
from merito.model.source import Source
from merito.terminal.console import one_line
from merito.terminal.finding_lines import finding_lines
from merito.testing import PhaseState
from merito.wording.coded import SUBJECTS
from merito.wording.figures import phase_mark, phase_text, subject_of, subject_text, subjects_text
from merito.wording.named import Things

RULES = Rulebook(
    {
        "X-1": Rule(
            id="X-1", article="art. 4 c. 2", text="Testo.", phase="b", kind="constraint", status="checked", reason=""
        )
    }
)
SPOKEN = {
    "position:PO01": "posizione PO01",
    "unit:A1": "struttura A1",
    "person:0123": "dipendente 0123",
    "objective:1.1": "obiettivo 1.1",
    "indicator:STR-002": "indicatore STR-002",
    "fund:premi": "fondo premi",
    "act:A7": "atto A7",
    "amendment:V1": "variazione V1",
    "ente": "ente",
}


PHASE_TEXTS = {
    ("done", False): "calcolata",
    ("done", True): "calcolata, con rifiuti",
    ("partial", True): "calcolata in parte, con rifiuti",
    ("provisional", True): "provvisoria, con rifiuti",
    ("blocked", True): "bloccata",
    ("empty", False): "",
    ("empty", True): "nulla di calcolato, con rifiuti",
}


@pytest.mark.parametrize(("state", "refused"), PHASE_TEXTS)
def test_a_phase_says_how_far_it_went_and_whether_it_refused_something(state: str, refused: bool) -> None:
    told = phase_text(PhaseState(phase=Phase.RESOURCES, state=state, refused=refused))
    assert told == PHASE_TEXTS[state, refused]


def test_a_phase_with_money_withheld_or_without_the_act_that_concludes_it_is_not_only_computed() -> None:
    held = PhaseState(phase=Phase.REWARDS, state="done", held=True)
    assert (phase_text(held), phase_mark(held)) == ("calcolata, con somme sospese", "partial")
    both = PhaseState(phase=Phase.REWARDS, state="partial", refused=True, held=True)
    assert phase_text(both) == "calcolata in parte, con rifiuti e somme sospese"
    waits = PhaseState(phase=Phase.REPORTING, state="done", awaits=("Relazione",))
    assert (phase_text(waits), phase_mark(waits)) == ("calcolata, in attesa di «Relazione»", "partial")
    checked = PhaseState(phase=Phase.OBJECTIVES, state="checked")
    assert (phase_text(checked), phase_mark(checked)) == ("verificata", "done")
    lacking = PhaseState(phase=Phase.OBJECTIVES, state="checked", lacking=True)
    assert (phase_text(lacking), phase_mark(lacking)) == ("verificata, con mancanze", "partial")
    nothing = PhaseState(phase=Phase.REPORTING, state="empty", awaits=("Relazione",))
    assert (phase_text(nothing), phase_mark(nothing)) == ("", "empty")


def finding(subject: str = "", message: str = "non va", severity: Severity = "error", rule: str = "X-1") -> Finding:
    return Finding(severity=severity, phase=Phase.RESOURCES, rule=rule, message=message, subject=subject)


def lines(*findings: Finding, most: int | None = None) -> list[str]:
    return [line.text for line in finding_lines(findings, RULES, most)]


@pytest.mark.parametrize("subject", SPOKEN)
def test_a_subject_is_told_in_italian_and_understood_again(subject: str) -> None:
    assert subject_text(subject) == SPOKEN[subject]
    assert subject_of(SPOKEN[subject]) == subject


def test_italian_words_with_a_colon_are_understood_too_and_the_program_s_own_stand() -> None:
    assert subject_of("indicatore:STR-002") == "indicator:STR-002"
    assert subject_of("Dipendente 0123") == "person:0123"
    assert [subject_of(known) for known in SPOKEN] == list(SPOKEN)


def test_every_kind_has_its_own_italian_word() -> None:
    assert len({one for one, _ in SUBJECTS.values()}) == len(SUBJECTS)


def test_a_finding_tells_whom_it_is_about_and_after_the_message_its_rule_and_article() -> None:
    assert lines(finding("position:PO01")) == ["errore su posizione PO01: non va [X-1, art. 4 c. 2]"]
    assert lines(finding(severity="warning")) == ["avviso: non va [X-1, art. 4 c. 2]"]


def test_a_message_that_says_itself_what_it_is_about_is_told_once_and_by_name() -> None:
    found = finding("position:PO01", "la posizione PO01 è scoperta", rule="")
    assert lines(found) == ["errore: la posizione PO01 è scoperta"]
    assert lines(finding("position:PO0", "la posizione PO01 è scoperta", rule="")) == [
        "errore su posizione PO0: la posizione PO01 è scoperta"
    ]
    (told,) = finding_lines([found], RULES, named=Things({"position:PO01": "Ufficio studi"}))
    assert told.text == "errore: la posizione «Ufficio studi» (PO01) è scoperta"


def test_a_finding_of_the_engine_itself_has_no_article_and_a_parameter_is_told_by_its_message() -> None:
    assert lines(finding("parameter:soglia", "manca il parametro «soglia»", "warning", rule="")) == [
        "avviso: manca il parametro «soglia»"
    ]


def test_what_one_rule_says_alike_of_several_subjects_is_one_line() -> None:
    alike = [finding(f"unit:A{number}") for number in range(1, 5)]
    assert lines(*alike) == ["errore su 4 strutture (A1, A2, A3, A4): non va [X-1, art. 4 c. 2]"]
    assert lines(*alike, most=2) == ["errore su 4 strutture (A1, A2, ...): non va [X-1, art. 4 c. 2]"]


def test_another_severity_message_or_kind_of_subject_is_a_line_of_its_own() -> None:
    found = (finding("unit:A1"), finding("unit:A2", "altro"), finding("unit:A3", severity="info"), finding("person:1"))
    assert len(lines(*found)) == 4


def test_one_fact_that_refuses_two_tools_is_one_line() -> None:
    both = tuple(evolve(finding(), tool=tool) for tool in ("pay", "result"))
    assert [line.findings for line in finding_lines(both, RULES)] == [both]


def test_a_line_holds_the_findings_that_it_tells() -> None:
    alike = (finding("unit:A1"), finding("unit:A2"))
    assert [line.findings for line in finding_lines(alike, RULES)] == [alike]


def test_of_a_kind_without_word_each_is_told_as_it_is_written() -> None:
    assert subjects_text(("proposta:3", "proposta:4")) == "proposta 3, proposta 4"


ROWS = (Source("enti/a/misure.csv", 5), Source("enti/a/misure.csv", 6), Source("atti.csv", 2), Source("atti.csv", 3))


def resting(message: str, *sources: Source) -> Finding:
    rows = tuple(Measure(indicator="A", at="final", value=BLANK, source=source) for source in sources)
    return evolve(finding(message=message, rule=""), basis=Basis(inputs=rows))


def test_a_finding_names_the_rows_that_it_rests_on_two_of_many() -> None:
    assert lines(resting("non va", ROWS[0])) == ["errore: non va ← enti/a/misure.csv, riga 5"]
    two = "enti/a/misure.csv, riga 5; enti/a/misure.csv, riga 6"
    assert lines(resting("non va", *ROWS)) == [f"errore: non va ← {two} e altre 2 righe"]
    assert lines(resting("non va", *ROWS[:3])) == [f"errore: non va ← {two} e un'altra riga"]


def test_a_row_that_the_message_names_and_a_row_of_no_file_are_not_told_again() -> None:
    assert lines(resting("misure.csv, riga 5: non va", ROWS[0], Source("", 0))) == [
        "errore: misure.csv, riga 5: non va",
    ]


def test_findings_told_on_one_line_name_each_row_once() -> None:
    assert lines(resting("non va", ROWS[0]), resting("non va", ROWS[0])) == [
        "errore: non va ← enti/a/misure.csv, riga 5",
    ]


def test_rows_are_told_table_by_table_neighbours_as_a_run() -> None:
    lone = (Source("a.xlsx", 9, "Misure"), Source("note.csv", 0))
    told = places_text([*ROWS, Source("enti/a/misure.csv", 9), Source("enti/a/misure.csv", 7), *lone])
    assert told == "enti/a/misure.csv, righe 5-7, 9; atti.csv, righe 2-3; a.xlsx[Misure], riga 9; note.csv"


TABLE_WORDS = {
    "persona:AMM02": "person:AMM02",
    "Persona AMM02": "person:AMM02",
    "personale:AMM02": "person:AMM02",
    "dipendenti:AMM02": "person:AMM02",
    "unità:AMM": "unit:AMM",
    "unita AMM": "unit:AMM",
    "strutture:AMM": "unit:AMM",
    "posizioni:P1": "position:P1",
    "obiettivi:1.1": "objective:1.1",
    "fondi:premi": "fund:premi",
}


@pytest.mark.parametrize("written", TABLE_WORDS)
def test_the_words_of_the_tables_name_a_subject_too(written: str) -> None:
    assert subject_of(written) == TABLE_WORDS[written]


def test_a_line_break_or_control_character_of_a_cell_does_not_reach_the_terminal() -> None:
    assert one_line("Uffici\ne servizi\t\x1b[31mrossi\r\n").plain == "Uffici e servizi \ufffd[31mrossi "
