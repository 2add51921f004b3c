"""`merito forms`: the forms of a regulation, and those of an ente filled from its written results."""

from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from click.exceptions import Exit

from merito.cli.options import PATIENCE, EnteOption, NoOwnRulesOption, PatienceOption, YearOption, names_folder
from merito.contract.faults import PluginError
from merito.execution.look import Look, looked_at, tasks_without
from merito.execution.orders import One
from merito.forms.declared import forms_of
from merito.forms.folder import forms_folder
from merito.forms.orders import Orders, Printed
from merito.forms.printing import print_forms
from merito.forms.told import listed, no_form
from merito.forms.written import NoResultsError, Results, results_in
from merito.model.faults import LacksExtraError
from merito.model.forms import Form
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.outputs.writer import result_folder
from merito.register.access import register_at, register_place
from merito.register.runs import figures_of, is_former
from merito.register.told import act_text
from merito.simulation.asked import SetOption, place_of_results, suppositions
from merito.terminal.console import ERRORS, console, errors, in_lines, one_line, stop, tell_of_no_ente
from merito.terminal.options import DIRECTORY, FILE_NAME, PLACE, Argument, Option
from merito.workspace.common import installed_regulations
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE, Workspace
from merito.workspace.dossiers import Opened
from merito.workspace.heads import suggestion
from merito.workspace.selection import select

EXTRA = "docxtpl"
NO_EXTRA = say(
    "i moduli chiedono un componente che non è installato: python -m pip install 'merito[moduli]' "
    "(docxtpl, con python-docx e lxml)"
)
FOR_ENTI = "--ente, --year, --subject, --blank, --out e --set"


def forms(
    path: Annotated[
        str,
        Argument(
            help=say(
                "Uno spazio di lavoro (merito.toml), la cartella di un ente (ente.toml), o un "
                "regolamento, di cui si elencano i moduli."
            ),
            metavar=PLACE,
        ),
    ],
    which: Annotated[
        list[str] | None, Argument(help=say("Solo questi moduli, per nome."), metavar=say("MODULO"))
    ] = None,
    ente: EnteOption = None,
    year: YearOption = None,
    subject: Annotated[
        list[str] | None,
        Option(
            "--subject",
            say("Solo di questa persona, di questo obiettivo, ... per id; si può ripetere."),
            say("SOGGETTO"),
        ),
    ] = None,
    blank: Annotated[bool, Option("--blank", say("Da riempire a mano: solo ciò che si sa prima."))] = False,
    template: Annotated[
        Path | None,
        Option("--template", say("Scrive il modello di un modulo, da modificare come .docx."), FILE_NAME),
    ] = None,
    out: Annotated[
        Path | None, Option("--out", say("Cartella dei risultati; se manca: quella dello spazio di lavoro."), DIRECTORY)
    ] = None,
    supposed: SetOption = None,
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
) -> None:
    """List the forms of a regulation, or print those of enti from their written results."""
    asked, regulations = tuple(which or ()), installed_regulations()
    if not names_folder(path, regulations):
        if path not in regulations.names():
            names = regulations.names()
            told = in_words(
                say(
                    "{path}: non è né una cartella né un regolamento installato: {names}", path=path, names=tuple(names)
                )
            )
            stop(f"{told}. {suggestion(path, names)}".rstrip())
        try:
            known_forms = forms_of(regulations.stack(path))
        except PluginError as error:
            stop("\n".join(error.messages), ERRORS)
        if any((ente, year, subject, blank, out, supposed)):
            stop(
                say(
                    "{path} è un regolamento: {for_enti} vogliono una cartella{path2}",
                    path=Code(path),
                    for_enti=FOR_ENTI,
                    path2=_beside(path),
                )
            )
        _of_regulation(known_forms, asked, template)
        if template is None and (told := _beside(path)):
            errors().print(
                in_lines(in_words(say("{path} è qui un regolamento{what}", path=Code(path), what=told))), soft_wrap=True
            )
        return
    if template is not None:
        stop(
            say(
                "--template vuole un regolamento, come: merito forms REGOLAMENTO MODULO --template {template}",
                template=template,
            )
        )
    _need_extra()
    chosen = select(Path(path), ente, year, None)
    for broken in chosen.broken.values():
        errors().print(in_lines(str(broken)), soft_wrap=True)
    simulated = suppositions(supposed, chosen).asked
    target = place_of_results(out, chosen.workspace, simulated)
    failed = tell_of_no_ente(chosen.of_no_ente, chosen.whole) or bool(chosen.broken)
    for one in tasks_without(chosen, no_own_rules):
        folder = result_folder(target, one.ente, one.year)
        try:
            results = results_in(folder, one.ente, one.year, chosen.as_of, needed=not blank)
        except NoResultsError as error:
            failed = True
            errors().print(in_lines(f"{one.ente}: {error}"), soft_wrap=True)
            continue
        orders = Orders(
            root=chosen.workspace.root,
            folder=folder,
            target=forms_folder(folder),
            own=one.folder,
            forms=asked,
            subjects=tuple(subject or ()),
            blank=blank,
            shared=chosen.workspace.every()[one.part].digest,
            adoption=_adoption(chosen.workspace, one, results),
        )
        look = Look(
            root=chosen.workspace.root,
            as_of=results.as_of,
            say=partial(_printed, orders),
            failed=_unusable,
            patience=patience,
            provisional=results.provisional,
            asked=simulated,
        )
        for _, printed in looked_at([one], look, chosen.workspace):
            failed = failed or bool(printed.problems)
            _tell(one.ente, printed)
    if failed:
        raise Exit(ERRORS)


def _printed(orders: Orders, opened: Opened) -> Printed:
    return print_forms(orders, opened)


def _unusable(why: Sequence[str]) -> Printed:
    return Printed(problems=tuple(why))


def _tell(ente: str, printed: Printed) -> None:
    for line in printed.lines:
        console().print(one_line(f"{ente}: {line}"), soft_wrap=True)
    for why in printed.problems:
        errors().print(one_line(f"{ente}: {why}"), soft_wrap=True)


def _of_regulation(known: dict[str, Form], asked: tuple[str, ...], template: Path | None) -> None:
    """Lists the forms, or writes the template of one."""
    for name in asked:
        if name not in known:
            stop(no_form(name, known))
    if template is None:
        for line in listed(known, asked):
            console().print(in_lines(line), soft_wrap=True)
        return
    if len(asked) != 1:
        stop(say("--template vuole un modulo solo, per nome"))
    _need_extra()
    if template.exists():
        stop(say("{template}: c'è già: non si tocca; indicare un altro nome", template=template))
    from merito.forms.layout import template_of  # noqa: PLC0415 (the extra is needed only here)

    content = template_of(known[asked[0]])
    try:
        with template.open("xb") as file:
            file.write(content)
    except OSError as error:
        stop(say("{template}: non si scrive ({strerror})", template=template, strerror=error.strerror))
    told = in_words(
        say(
            "{template}: il modello di {asked}; l'ente lo mette in moduli/{asked2}.docx della sua cartella",
            template=template,
            asked=Code(asked[0]),
            asked2=asked[0],
        )
    )
    console().print(in_lines(told), soft_wrap=True)


def _beside(path: str) -> str:
    """How to print the forms of a folder that has the name of a regulation; blank if there is none."""
    if any((Path(path) / name).is_file() for name in (WORKSPACE_FILE, ENTE_FILE)):
        return in_words(
            say("; per i moduli degli enti della cartella con questo nome: merito forms ./{path}", path=path)
        )
    return ""


def _need_extra() -> None:
    if find_spec(EXTRA) is None:
        raise LacksExtraError(NO_EXTRA)


def _adoption(workspace: Workspace, one: One, results: Results) -> str:
    """Whether the written results are those of the adopted run (Italian)."""
    place = register_place(workspace)
    if not results.hashes or place is None or (place.file is not None and not place.file.exists()):
        return "esecuzione non adottata"
    with register_at(workspace.root) as register, register.reading() as reader:
        adoption = reader.adoption(one.ente, one.year)
        run = reader.entry(adoption.body["run"]) if adoption else None
    if adoption is None or run is None:
        return "esecuzione non adottata"
    told = f"voce {run.number}, atto {act_text(adoption)}"
    same = figures_of(run.files).items() <= dict(results.hashes).items()
    if not same and is_former(run.files):
        return f"esecuzione adottata con una versione precedente ({told}): merito diff dice che cosa è cambiato"
    return f"esecuzione adottata ({told})" if same else f"esecuzione diversa da quella adottata ({told})"
