"""An ente's own rules to be verified: their worked cases, and the files for a distribution."""

import json
from pathlib import Path

from merito.contract.faults import PluginError
from merito.model.messages import Code, say
from merito.regulations import BASE, Regulations
from merito.regulations.own import CASES, import_problems
from merito.testing.case_files import cases_in
from merito.testing.cases import Origin
from merito.testing.conformance.subject import Subject
from merito.testing.starter.wrapped_rules import Wrapped
from merito.workspace.own_rules import OwnRules, OwnRulesError


def own_subject(own: OwnRules, examples: int, regulations: Regulations) -> Subject:
    """Own rules as a subject of the conformance suite. Raises PluginError, CaseError."""
    stack, folder = regulations.stack(own.config.regulation, own.config.own), _cases(own)
    cases = cases_in(folder, _origin(own)) if folder.is_dir() else []
    return Subject(
        regulations=regulations,
        stack=stack,
        cases=tuple(cases),
        examples=examples,
        since=own.since,
        looked_in=(folder,),
    )


def wrapped_rules(own: OwnRules, regulations: Regulations) -> Wrapped:
    """Own rules as `new-regulation` puts them into a distribution: read, and not run.

    Raises OwnRulesError, PluginError.
    """
    host = own.config.regulation
    if host != BASE:
        raise OwnRulesError(
            say(
                "le regole di {ente} cambiano il regolamento {host}, e un plugin sta sulla sola norma "
                "nazionale: si portano nel plugin {host}, oppure restano nella cartella dell'ente",
                ente=Code(own.config.id),
                host=Code(host),
            )
        )
    regulations.stack(host, own.config.own, run_own=False)  # refuses what cannot be read
    others = {claim.entry_point.module.split(".")[0] for claims in regulations.installed().values() for claim in claims}
    if problems := import_problems(own.files, others - {"merito"}):
        raise PluginError(problems)
    cases = sorted(_cases(own).iterdir()) if _cases(own).is_dir() else []
    return Wrapped(
        ente=own.config.name,
        governing_body=own.config.own.governing_body,
        files={name: content.decode("utf-8") for name, content in own.files.content.items()},
        cases={path.name: path.read_text(encoding="utf-8") for path in cases if path.suffix in (".toml", ".py")},
    )


def _cases(own: OwnRules) -> Path:
    return own.files.folder / CASES


def _origin(own: OwnRules) -> Origin:
    """The identity of a worked case's ente with these rules."""
    name = own.files.name
    keys = {"kind": own.config.own.kind, "governing_body": own.config.own.governing_body, "rules": name}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items() if value]
    texts = {f"{name}/{file}": content.decode("utf-8") for file, content in own.files.content.items()}
    return Origin(regulation=own.config.regulation, ente="\n".join(lines), files=texts)
