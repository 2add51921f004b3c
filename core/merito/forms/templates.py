"""A template before it is filled: unpacked within limits, without macros and links, its tags checked against the form.

A template prints and computes nothing: everything but names, loops and conditions is refused, with its paragraph.
"""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import cast

from attrs import frozen
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from merito.contract.faults import near
from merito.declarations.forms import OF_EVERY_FORM
from merito.model.forms import Form
from merito.workspace.workbooks.archives import ArchiveError, unpacked

DOCUMENT = "word/document.xml"
FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
MACROS = re.compile(r"vba|macrosheets|activeX|\.bin$|embeddings/|oleObject", re.IGNORECASE)
EXTERNAL = re.compile(r'<Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>')
LINKED = re.compile(r'Type="[^"]*/hyperlink"')
PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
MARKUP = re.compile(r"<[^>]+>")
TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
LARGEST = 2 * 2**20
UNCLOSED = re.compile(r"unexpected end of template.* block that needs to be closed is '(\w+)'", re.IGNORECASE)
UNKNOWN = re.compile(r"unknown tag '([^']*)'")
MARK, SHOWN = re.compile(r"\{[{%#]|[}%#]\}"), 60
LISTS = {"carta": (), "firme": ("ruolo", "nome")}
TEXT, POINT = ("parte", "testo"), ("titolo", "righe")
FILTERS = ("upper", "lower", "capitalize", "trim")
DEEPEST = 2
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.For,
    nodes.If, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.Filter,
)  # fmt: skip
LOOP = ("first", "last", "index", "length")


class FormTemplateError(ValueError):
    """A template that cannot be used: every reason (Italian)."""

    def __init__(self, messages: Collection[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = tuple(messages)


@frozen(eq=False)
class Ready:
    """A template that may be filled: its parts, and those with tags prepared."""

    parts: Mapping[str, bytes]
    compiled: Mapping[str, Template]


def environment() -> ImmutableSandboxedEnvironment:
    """Values are escaped, undefined names are errors, and no code can be reached."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def ready(content: bytes, form: Form, name: str) -> Ready:
    """A template to be filled. Raises FormTemplateError with all that is wrong; `name` is its name in messages."""
    parts = _parts(content, name)
    if faults := list(_harmful(parts)):
        raise FormTemplateError([f"{name}: {one}" for one in faults])
    jinja, compiled, faults = environment(), dict[str, Template](), list[str]()
    for part in filter(FILLED.fullmatch, parts):
        try:
            source = parts[part].decode("utf-8")
            if unclosed := list(_unclosed(source)):
                faults += unclosed
                continue
            patched = DocxTemplate("").patch_xml(source)
            tree = jinja.parse(patched)
        except (TemplateError, UnicodeDecodeError) as error:
            faults.append(f"un'etichetta non si legge: {_unread(str(getattr(error, 'message', None) or error))}")
            continue
        found = list(_faults(tree, form))
        faults += [f"{told}{_where(source, word)}" for told, word in found]
        if not found:
            compiled[part] = jinja.from_string(patched)
    if faults:
        raise FormTemplateError([f"{name}: {one}" for one in dict.fromkeys(faults)])
    return Ready(parts, compiled)


def _parts(content: bytes, name: str) -> Mapping[str, bytes]:
    try:
        parts = unpacked(content, "modulo")
    except ArchiveError as error:
        raise FormTemplateError([f"{name}: {error}"]) from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FormTemplateError([f"{name}: non è un file .docx, o è rovinato ({type(error).__name__})"]) from None
    if DOCUMENT not in parts:
        raise FormTemplateError([f"{name}: non è un documento di testo .docx"])
    return parts


def _harmful(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Content that a form does not need and an attacker could use."""
    if macros := sorted(filter(MACROS.search, parts)):
        yield f"contiene macro o oggetti ({', '.join(macros[:3])}): salvarlo come .docx senza"
    for part, content in parts.items():
        if FILLED.fullmatch(part) and len(content) > LARGEST:
            yield f"la parte {part} occupa più di {LARGEST // 2**20} MB: un modulo è molto più piccolo"
            continue
        text = content.decode("utf-8", errors="replace")
        if part.endswith(".rels"):
            linked = [one for one in EXTERNAL.findall(text) if not LINKED.search(one)]
            if linked:
                yield f"si riferisce a file esterni ({part}): incorporare l'immagine o togliere il modello collegato"
        elif part.endswith(".xml") and "<!DOCTYPE" in text:
            yield f"la parte {part} dichiara un DOCTYPE: salvarlo di nuovo con Word o LibreOffice"
        elif FILLED.fullmatch(part) and re.search(
            r"<w:instrText[^>]*>[^<]*\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", text
        ):
            yield f"la parte {part} contiene un campo che legge altri file: toglierlo"


def _faults(tree: nodes.Template, form: Form) -> Iterator[tuple[str, str]]:
    """Tags that the form does not provide, and anything beyond printing; with the word for each."""
    known: dict[str, tuple[str, ...] | None] = dict.fromkeys(OF_EVERY_FORM)
    known |= LISTS
    for part in form.parts.values():
        tags = tuple(one.tag for one in part.columns if not one.hand)
        known[part.name] = {"text": TEXT, "letter": POINT, "note": None}.get(part.shape, tags)
    yield from _in(tree, known, form, 0)


def _in(
    node: nodes.Node, known: dict[str, tuple[str, ...] | None], form: Form, depth: int
) -> Iterator[tuple[str, str]]:
    if not isinstance(node, ALLOWED):
        yield "un modulo stampa e non calcola: ci vanno solo nomi, cicli e condizioni", _word(node)
        return
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield f"il filtro «{node.name}» non si può usare: ci sono {', '.join(FILTERS)}", node.name
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known:
        yield f"l'etichetta «{node.name}» non è di questo modulo{_perhaps(node.name, known)}", node.name
        return
    if isinstance(node, nodes.Getattr):
        yield from _attribute(node, known)
    if isinstance(node, nodes.Getitem) and not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int)):
        yield "un modulo stampa e non calcola: tra parentesi quadre va un numero", "["
    if isinstance(node, nodes.For):
        yield from _loop(node, known, form, depth)
        return
    for child in node.iter_child_nodes():
        yield from _in(child, known, form, depth)


def _loop(
    node: nodes.For, known: dict[str, tuple[str, ...] | None], form: Form, depth: int
) -> Iterator[tuple[str, str]]:
    if depth >= DEEPEST or node.recursive or not isinstance(node.target, nodes.Name):
        yield f"un ciclo sta dentro non più di {DEEPEST - 1} altri, su una cosa per volta", "for"
        return
    yield from _in(node.iter, known, form, depth)
    inner = {**known, node.target.name: _columns(node.iter, known), "loop": LOOP}
    for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
        yield from _in(child, inner, form, depth + 1)


def _columns(node: nodes.Node, known: Mapping[str, tuple[str, ...] | None]) -> tuple[str, ...] | None:
    return known.get(node.name) if isinstance(node, nodes.Name) else None


def _attribute(node: nodes.Getattr, known: Mapping[str, tuple[str, ...] | None]) -> Iterator[tuple[str, str]]:
    of = node.node.node if isinstance(node.node, nodes.Getitem) else node.node
    columns = known.get(of.name) if isinstance(of, nodes.Name) else None
    if isinstance(of, nodes.Name) and of.name not in known:
        return
    if not columns or node.attr not in columns:
        name = of.name if isinstance(of, nodes.Name) else "..."
        yield f"«{name}.{node.attr}» non c'è in questo modulo{_perhaps(node.attr, columns or ())}", node.attr


def _perhaps(name: str, known: Collection[str]) -> str:
    close = near(name, known)
    return f" (forse «{close.rpartition('mean ')[2].strip('?').strip(chr(39))}»?)" if close else ""


def _word(node: nodes.Node) -> str:
    names = (
        getattr(one, "name", None) or getattr(one, "attr", None) or getattr(one, "value", None)
        for one in node.find_all(nodes.Node)
    )
    return next((str(one) for one in names if one is not None), "")


def _unread(told: str) -> str:
    """Jinja's message about a tag that it cannot parse, in Italian."""
    if unclosed := UNCLOSED.search(told):
        return f"«{unclosed[1]}» è aperto, e manca il suo «end{unclosed[1]}»"
    if unknown := UNKNOWN.search(told):
        return f"«{unknown[1]}» non è un ciclo né una condizione, o chiude ciò che non è aperto"
    return "tra le parentesi ci va il nome di un'etichetta, oppure un ciclo o una condizione per intero"


def _where(source: str, word: str) -> str:
    """The tag that contains a word, and the number of its paragraph."""
    for place, paragraph in enumerate(PARAGRAPH.findall(source), 1):
        text = MARKUP.sub("", paragraph)
        for tag in TAG.findall(text):
            if word and word in tag:
                return f": {tag}, paragrafo {place}"
    return ""


def _unclosed(source: str) -> Iterator[str]:
    """Marks that open in a paragraph and do not close in it, or close what is not open."""
    for place, paragraph in enumerate(PARAGRAPH.findall(source), 1):
        text = MARKUP.sub("", paragraph)
        if MARK.search(TAG.sub("", text)):
            yield f"un'etichetta si apre e non si chiude: «{text.strip()[:SHOWN]}», paragrafo {place}"


def filled(template: Template, tags: Mapping[str, object]) -> str:
    """The text of a part with its values. Raises FormTemplateError."""
    try:
        return template.render(cast(dict[str, object], tags))
    except TemplateError as error:
        raise FormTemplateError([f"il modulo non si riempie: {error.message or error}"]) from None
