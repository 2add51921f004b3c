"""Writes the files of a new plugin, in its own folder or in a checkout of merito; never overwrites anything."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from attrs import frozen

from merito.model.faults import MeritoError
from merito.model.messages import say
from merito.regulations import BASE, ENGINE, TO_CITE, of_series
from merito.testing.starter.names import Named
from merito.testing.starter.wrapped_rules import Wrapped
from merito.version import __version__
from merito.workspace.common import installed_regulations

TEMPLATES, SUFFIX = "merito.testing.starter", ".j2"


class StarterError(MeritoError):
    """Why a plugin was not written, and what to do."""


@frozen(kw_only=True)
class WrittenPlugin:
    """What was written, and the next steps: the folder to work from and the commands to type."""

    files: tuple[Path, ...]
    base: Path
    next_steps: tuple[str, ...]


@frozen(kw_only=True)
class _Layout:
    """The places of the parts of a plugin, from `base`."""

    base: Path
    distribution: str
    package: str
    tests: str
    example: str
    install: str
    from_where: str


def outside(named: Named, into: Path, kind: str, year: int, own: Wrapped | None = None) -> WrittenPlugin:
    """A distribution in the folder `into`; of an ente's rules, if given.

    Raises StarterError if something exists there already.
    """
    if into.exists() and not into.is_dir():
        raise StarterError(say("{folder} non è una cartella", folder=str(into)))
    base = into / named.distribution
    layout = _Layout(
        base=base,
        distribution=".",
        package=named.package,
        tests="tests",
        example="example",
        install="pip install --no-deps -e .",
        from_where="this folder",
    )
    texts = _texts(layout, named, kind, year, own)
    return _write(layout, named, year, texts, new=(base,))


def in_checkout(named: Named, checkout: Path, kind: str, year: int, own: Wrapped | None = None) -> WrittenPlugin:
    """The distribution `plugins/NAME` of a checkout of merito, with its tests and example. Raises StarterError."""
    if not (checkout / "plugins").is_dir() or not (checkout / "core" / "merito").is_dir():
        raise StarterError(
            say(
                "{folder} non contiene i sorgenti di merito (core/merito, plugins): "
                "indicare la loro cartella con --into",
                folder=str(checkout),
            )
        )
    layout = _Layout(
        base=checkout,
        distribution=f"plugins/{named.name}",
        package=f"plugins/{named.name}/{named.package}",
        tests=f"tests/{named.name}",
        example=f"examples/{named.name}",
        install=f"pip install -e plugins/{named.name}",
        from_where="the root of the checkout",
    )
    new = tuple(checkout / folder for folder in (f"plugins/{named.name}", layout.tests, layout.example))
    return _write(layout, named, year, _texts(layout, named, kind, year, own), new=new)


def _texts(layout: _Layout, named: Named, kind: str, year: int, own: Wrapped | None) -> Mapping[str, str]:
    """The text of every file, by its path from the base."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 (heavy: not for the help of the commands)

    places = {
        "distribution": layout.distribution,
        "package": layout.package,
        "tests": layout.tests,
        "example": layout.example,
    }
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    known = {**_known(layout, named, kind, year), **(own.known() if own else {})}
    texts: dict[str, str] = {}
    for name, text in _templates(files(TEMPLATES).joinpath("templates")):
        if own and not own.takes(name):
            continue
        top, _, rest = name.partition("/")
        if not rest:
            path = f"{layout.distribution}/README.md"
        elif top in places:
            path = f"{places[top]}/{environment.from_string(rest).render(**known)}"
        else:
            continue
        texts[path] = environment.from_string(text).render(**known)
    if own:
        wrapped = dict(_templates(files(TEMPLATES).joinpath("wrapped")))
        texts[f"{layout.distribution}/README.md"] = environment.from_string(wrapped["README.md"]).render(**known)
        texts[f"{layout.package}/regulation.py"] = environment.from_string(wrapped["regulation.py"]).render(**known)
        texts |= own.texts(named.name, layout.package, layout.tests)
    return texts


def _templates(folder: Traversable, under: str = "") -> Iterator[tuple[str, str]]:
    """Every template by its path, which may contain names too, and its text."""
    for one in sorted(folder.iterdir(), key=lambda found: found.name):
        if one.is_dir():
            yield from _templates(one, f"{under}{one.name}/")
        elif one.name.endswith(SUFFIX):
            yield f"{under}{one.name.removesuffix(SUFFIX)}", one.read_text(encoding="utf-8")


def _known(layout: _Layout, named: Named, kind: str, year: int) -> Mapping[str, object]:
    return {
        "name": named.name,
        "title": named.title,
        "package": named.package,
        "place": layout.package,
        "in_checkout": layout.package != named.package,
        "distribution": named.distribution,
        "requires": ", ".join(f'"{one}"' for one in _requires()),
        "prefix": named.prefix,
        "kind": kind,
        "year": year,
        "to_cite": TO_CITE,
        "base": layout.from_where,
        "install": layout.install,
        "tests": layout.tests,
        "example": layout.example,
    }


def _requires() -> tuple[str, ...]:
    """The engine and the national layer of the series that are installed here, as a distribution requires them."""
    base = installed_regulations().claim(BASE)
    return of_series(ENGINE, __version__), of_series(base.distribution, base.version)


def _write(layout: _Layout, named: Named, year: int, texts: Mapping[str, str], new: tuple[Path, ...]) -> WrittenPlugin:
    there = [str(folder) for folder in new if folder.exists()]
    if there:
        raise StarterError(say("c'è già, e non si sovrascrive: {there}", there=tuple(there)))
    written = []
    for name, text in texts.items():
        path = layout.base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        written.append(path)
    steps = (
        *([f"cd {layout.base}"] if layout.base != Path() else []),
        layout.install,
        f"pytest {layout.tests}",
        *([f"merito run {layout.example} --as-of {year + 1}-07-31"] if (layout.base / layout.example).is_dir() else []),
        f"merito verify {named.name}",
        f"merito rules {named.name} --undecided",
    )
    return WrittenPlugin(files=tuple(written), base=layout.base, next_steps=steps)
