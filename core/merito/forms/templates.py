"""A template: its package and content by list, its tags checked against the form, and the document made of it.

A template prints and computes nothing: everything but names, loops and conditions is refused, with its paragraph.
Values are escaped, line ends kept, the archive packed with fixed dates and each part once.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import cast

from attrs import frozen
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from merito.declarations.forms import OF_EVERY_FORM
from merito.forms.content import content_faults, leads_outside, misplaced_tags, stores_in
from merito.forms.package import TYPES, Package, PartError, opened, parsed, serialised
from merito.model.forms import Form, FormColumn, FormPart
from merito.model.messages import close_to

__all__ = ["Form", "FormColumn", "FormPart", "FormTemplateError", "Ready", "ready", "rendered"]

PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
MARKUP = re.compile(r"<[^>]+>")
TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
UNCLOSED = re.compile(r"unexpected end of template.* block that needs to be closed is '(\w+)'", re.IGNORECASE)
UNKNOWN = re.compile(r"unknown tag '([^']*)'")
MARK, SHOWN = re.compile(r"\{[{%#]|[}%#]\}"), 60
LISTS = {"carta": (), "firme": ("ruolo", "nome")}
TEXT, POINT = ("parte", "testo"), ("titolo", "righe")
FILTERS = ("upper", "lower", "capitalize", "trim")
DEEPEST = 2
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
FILLED_LARGEST = 16 * 2**20
TOO_DEEP = "ha troppe parentesi o condizioni una dentro l'altra, o un numero troppo lungo: semplificarla"
UNLIKE = "una condizione confronta cose diverse, o un ciclo scorre ciò che non è un elenco"
CROSSED = "ogni ciclo e ogni condizione apra e chiuda nello stesso paragrafo, nella stessa riga o tra paragrafi interi"
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


@frozen(eq=False, kw_only=True)
class Ready:
    """A template that may be filled: its parts, those with tags prepared, and what their content is checked against."""

    name: str
    parts: Mapping[str, bytes]
    compiled: Mapping[str, Template]
    links: Mapping[str, frozenset[str]]
    stores: frozenset[str]


def environment() -> ImmutableSandboxedEnvironment:
    """Values are escaped, undefined names are errors, and no code can be reached."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def ready(content: bytes, form: Form, name: str) -> Ready:
    """A template to be filled. Raises FormTemplateError with all that is wrong; `name` is its name in messages."""
    try:
        package = opened(content)
    except PartError as error:
        raise FormTemplateError([f"{name}: {error}"]) from None
    stores = frozenset(one for tree in package.trees.values() for one in stores_in(tree))
    if faults := dict.fromkeys((*package.faults, *_harmful(package, stores))):
        raise FormTemplateError([f"{name}: {one}" for one in faults])
    compiled, told = dict[str, Template](), list[str]()
    for part in package.filled():
        source = package.parts[part].decode("utf-8")
        template, wrong = _prepared(source, form)
        told += wrong
        if template is not None:
            compiled[part] = template
    if told:
        raise FormTemplateError([f"{name}: {one}" for one in dict.fromkeys(told)])
    return Ready(name=name, parts=package.parts, compiled=compiled, links=package.links, stores=stores)


def _prepared(source: str, form: Form) -> tuple[Template | None, list[str]]:
    """The tags of a part ready to be filled, or what is wrong with them."""
    if unclosed := list(_unclosed(source)):
        return None, unclosed
    jinja = environment()
    try:
        patched = DocxTemplate("").patch_xml(source)
        tree = jinja.parse(patched)
        if found := list(_faults(tree, form)):
            return None, [f"{told}{_where(source, word)}" for told, word in found]
        return jinja.from_string(patched), []
    except TemplateError as error:
        return None, [f"un'etichetta non si legge: {_unread(error.message or '')}"]
    except (RecursionError, SyntaxError, ValueError, MemoryError):
        return None, [f"un'etichetta non si legge: {TOO_DEEP}"]


def _harmful(package: Package, stores: Collection[str]) -> Iterator[str]:
    """Content that a form does not need and an attacker could use."""
    for part in package.drawn():
        for found, remedy in content_faults(package.trees[part], package.links.get(part, ()), stores):
            yield f"parte {part}: {found}: {remedy}"
    for part in package.filled():
        for found, remedy in misplaced_tags(package.trees[part]) if part in package.trees else ():
            yield f"parte {part}: {found}: {remedy}"
    for part, tree in package.trees.items():
        for found, remedy in leads_outside(tree):
            yield f"parte {part}: {found}: {remedy}"


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
    close = close_to(name, known)
    return f" (forse «{close}»?)" if close else ""


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


def rendered(template: Ready, tags: Mapping[str, object]) -> bytes:
    """The document of one sheet: the same tags give the same bytes. Raises FormTemplateError."""
    values = {name: _shown(value) for name, value in tags.items()}
    parts = dict(template.parts)
    for name in template.compiled:
        parts[name] = _filled(template, name, values)
    return _packed(parts)


def _filled(template: Ready, part: str, tags: Mapping[str, object]) -> bytes:
    """A part with its values; its content is checked again, since conditions and loops compose it.

    Raises FormTemplateError.
    """
    text = _composed(template.compiled[part], tags, template.name)
    try:
        tree = parsed(text.encode("utf-8"), FILLED_LARGEST)
    except PartError as error:
        raise FormTemplateError([f"{template.name}: parte {part}, riempita: {error}; {CROSSED}"]) from None
    found = dict.fromkeys(content_faults(tree, template.links.get(part, ()), template.stores))
    if found:
        told = [f"{template.name}: parte {part}, riempita: {what}: {remedy}" for what, remedy in found]
        raise FormTemplateError(told)
    return serialised(tree)


def _composed(template: Template, tags: Mapping[str, object], name: str) -> str:
    """The text of a part with its values. Raises FormTemplateError, also on one that grows without end."""
    pieces, size = list[str](), 0
    try:
        for piece in template.generate(cast(dict[str, object], tags)):
            pieces.append(piece)
            size += len(piece)
            if size > FILLED_LARGEST:
                why = f"riempito occuperebbe più di {FILLED_LARGEST // 2**20} MB: togliere i cicli che ripetono troppo"
                raise FormTemplateError([f"{name}: {why}"])
    except TemplateError as error:
        raise FormTemplateError([f"{name}: il modulo non si riempie: {error.message or error}"]) from None
    except (TypeError, ValueError, RecursionError) as error:
        raise FormTemplateError([f"{name}: il modulo non si riempie: {UNLIKE} ({error})"]) from None
    return "".join(pieces)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of those parts, each once, compressed, with fixed dates; the list of content types comes first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda one: (one != TYPES, one)):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


def _shown(value: object) -> object:
    """A value as written in a document: text is escaped, line by line."""
    if isinstance(value, str):
        return NEW_LINE.join(escape(line) for line in value.split("\n"))
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return value
