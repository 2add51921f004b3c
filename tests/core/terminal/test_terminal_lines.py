"""What the terminal shows: subjects in Italian, findings with their rule, article and rows, one line for what is alike."""

from collections.abc import Callable
from datetime import date

import pytest
from printed import merito
from small_plugins import TWO_TOOLS, Install, WriteEnte

from merito import MeritoError, Person, Workspace, places_text

OF_THE_RULE = "[X-1, art. 1]"
Told = Callable[..., list[str]]

TELLS = """
@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    def found(subject="", message="non va", severity="error", tool=None, rows=()):
        return Finding(
            severity=severity, phase=Phase.OBJECTIVES, rule="X-1", subject=subject, message=message, tool=tool,
            basis=Basis(inputs=rows),
        )
    return Results(findings=({findings},))
"""
SUBJECTS = {
    "position:PO01": "posizione PO01",
    "unit:A1": "struttura A1",
    "person:0123": "dipendente 0123",
    "objective:1.1": "obiettivo 1.1",
    "indicator:STR-002": "indicatore STR-002",
    "fund:premi": "fondo «Premi» (premi)",
    "act:A7": "atto A7",
    "amendment:V1": "variazione V1",
    "table:bodies": "tabella «Organi» (organi)",
    "proposta:3": "proposta 3",
}
ASKED = {
    "indicatore:STR-002": "indicator:STR-002",
    "indicatore: STR-002": "indicator:STR-002",
    "indicatore A:B": "indicator:A:B",
    "Dipendente 0123": "person:0123",
    "persona:0123": "person:0123",
    "persone:0123": "person:0123",
    "Persona 0123": "person:0123",
    "personale:0123": "person:0123",
    "dipendenti:0123": "person:0123",
    "unità:A1": "unit:A1",
    "unita A1": "unit:A1",
    "strutture:A1": "unit:A1",
    "posizioni:PO01": "position:PO01",
    "posizione «Ufficio studi: sede» (PO01)": "position:PO01",
    "obiettivo «Meno «code» (subito)» (1.1)": "objective:1.1",
    "obiettivi:1.1": "objective:1.1",
    "fondi:premi": "fund:premi",
    "tabella art20_premi/2": "table:art20_premi/2",
    **{told: subject for subject, told in SUBJECTS.items() if not subject.startswith("proposta")},
    **{subject: subject for subject in SUBJECTS},
}
FOUND = ", ".join(f'found("{subject}")' for subject in SUBJECTS)


@pytest.fixture
def told(install: Install, write_ente: WriteEnte) -> Callable[..., list[str]]:
    """What a command prints of the findings of a rule."""

    def tell(findings: str, *words: str, **files: str) -> list[str]:
        install("prova", TELLS.format(findings=findings), files={"inputs.toml": TWO_TOOLS})
        root = write_ente("prova", {f"2021/{name}.csv": text for name, text in files.items()})
        lines = merito(*(words or ("check",)), root, "--as-of", "2022-06-01").output.splitlines()
        return [line.removeprefix("prova: ").strip() for line in lines if OF_THE_RULE in line]

    return tell


def test_a_finding_tells_whom_it_is_about_in_italian_and_its_rule_and_article(told: Told) -> None:
    assert told(FOUND) == [f"errore su {words}: non va [X-1, art. 1]" for words in SUBJECTS.values()]


def test_whoever_asks_may_write_the_words_of_the_program_or_of_the_tables(
    install: Install, write_ente: WriteEnte
) -> None:
    subjects = dict.fromkeys([*SUBJECTS, *ASKED.values()])
    each = ", ".join(f'found("{subject}", "di {subject}")' for subject in subjects)
    install("prova", TELLS.format(findings=each), files={"inputs.toml": TWO_TOOLS})
    record = Workspace(write_ente("prova", {})).run(as_of=date(2022, 6, 1))
    assert [one for one, subject in ASKED.items() if f"di {subject}" not in record.explain(one).text] == []


def test_a_table_is_told_by_the_name_of_its_file(told: Told) -> None:
    assert told('found("table:payments"), found("table:art20_premi/2", "manca")') == [
        "errore su tabella «Pagamenti» (pagamenti): non va [X-1, art. 1]",
        "errore su tabella art20_premi/2: manca [X-1, art. 1]",
    ]


def test_an_id_in_quotation_marks_is_no_title(install: Install, write_ente: WriteEnte) -> None:
    install("prova", TELLS.format(findings=FOUND), files={"inputs.toml": TWO_TOOLS})
    record = Workspace(write_ente("prova", {})).run(as_of=date(2022, 6, 1))
    with pytest.raises(MeritoError, match="nessun risultato"):
        record.explain("posizione «PO01»")


def test_a_finding_about_nothing_tells_its_message_alone(told: Told) -> None:
    assert told('found(severity="warning")') == ["avviso: non va [X-1, art. 1]"]


def test_a_post_is_told_by_its_title(told: Told) -> None:
    assert told('found("position:PO01")', positions="id,title\nPO01,Ufficio studi\n") == [
        "errore su posizione «Ufficio studi» (PO01): non va [X-1, art. 1]"
    ]


def test_a_parameter_is_told_by_its_message(told: Told) -> None:
    assert told('found("parameter:soglia", "manca il parametro «soglia»", "warning")') == [
        "avviso: manca il parametro «soglia» [X-1, art. 1]"
    ]


def test_what_one_rule_says_alike_of_several_subjects_is_one_line(told: Told) -> None:
    alike = '*(found(f"unit:A{number}") for number in range(1, 5))'
    assert told(alike) == ["errore su 4 strutture (A1, A2, A3, A4): non va [X-1, art. 1]"]


def test_the_line_of_a_run_names_the_first_of_many_subjects(told: Told) -> None:
    (line,) = told('*(found(f"unit:A{number}") for number in range(1, 41))', "run", "--formats", "csv")
    assert line == "prova, errore su 40 strutture (A1, A2, A3, A4, A5, A6, A7, A8, ...): non va [X-1, art. 1]"


def test_another_severity_message_or_kind_of_subject_is_a_line_of_its_own(told: Told) -> None:
    assert told(
        'found("unit:A1"), found("unit:A2", "altro"), found("unit:A3", severity="info"), found("person:1")'
    ) == [
        "errore su struttura A1: non va [X-1, art. 1]",
        "errore su struttura A2: altro [X-1, art. 1]",
        "nota su struttura A3: non va [X-1, art. 1]",
        "errore su dipendente 1: non va [X-1, art. 1]",
    ]


def test_one_fact_that_refuses_two_tools_is_one_line(told: Told) -> None:
    both = 'found("unit:A1", tool="annual"), found("unit:A1", tool="bonus")'
    assert told(both) == ["errore su struttura A1: non va [X-1, art. 1]"]


def test_of_a_kind_without_word_each_is_told_as_it_is_written(told: Told) -> None:
    assert told('found("proposta:3"), found("proposta:4")') == [
        "errore su proposta 3, proposta 4: non va [X-1, art. 1]"
    ]


PEOPLE = "id\n" + "".join(f"P{number}\n" for number in range(1, 6))


def test_a_finding_names_the_rows_that_it_rests_on_two_of_many(told: Told) -> None:
    place = "enti/prova/2021/people.csv, riga"
    (one,) = told("found(rows=tuple(step.dossier.people)[:1])", people=PEOPLE)
    assert one == f"errore: non va [X-1, art. 1] ← {place} 2"


def test_of_many_rows_the_others_are_counted(told: Told) -> None:
    place = "enti/prova/2021/people.csv, riga"
    findings = 'found("unit:A", "tre", rows=rows[:3]), found("unit:B", "cinque", rows=rows)'.replace(
        "rows=rows", "rows=tuple(step.dossier.people)"
    )
    assert told(findings, people=PEOPLE) == [
        f"errore su struttura A: tre [X-1, art. 1] ← {place} 2; {place} 3 e un'altra riga",
        f"errore su struttura B: cinque [X-1, art. 1] ← {place} 2; {place} 3 e altre 3 righe",
    ]


def test_findings_told_on_one_line_name_each_row_once(told: Told) -> None:
    twice = ", ".join(f'found("unit:A{one}", rows=tuple(step.dossier.people)[:1])' for one in (1, 2))
    assert told(twice, people=PEOPLE) == [
        "errore su 2 strutture (A1, A2): non va [X-1, art. 1] ← enti/prova/2021/people.csv, riga 2"
    ]


def test_a_line_break_or_control_character_of_a_message_does_not_reach_the_terminal(told: Told) -> None:
    assert told(r'found(message="Uffici\ne servizi\t\x1b[31mrossi\r\n")') == [
        "errore: Uffici e servizi \ufffd[31mrossi  [X-1, art. 1]"
    ]


def test_rows_are_told_table_by_table_neighbours_as_a_run() -> None:
    place = Person(id="P1").source._replace
    measures = [place(file="enti/a/misure.csv", row=row) for row in (5, 6)]
    acts = [place(file="atti.csv", row=row) for row in (2, 3)]
    more = [place(file="enti/a/misure.csv", row=row) for row in (9, 7)]
    lone = [place(file="a.xlsx", row=9, sheet="Misure"), place(file="note.csv", row=0)]
    told = places_text([*measures, *acts, *more, *lone])
    assert told == "enti/a/misure.csv, righe 5-7, 9; atti.csv, righe 2-3; a.xlsx[Misure], riga 9; note.csv"
