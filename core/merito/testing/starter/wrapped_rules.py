"""The rules of an ente's own folder as a distribution: the same files, with an identity added."""

import json
import re
from collections.abc import Mapping

from attrs import frozen

AS_IT_STANDS = ("distribution/", "package/__init__.py", "package/py.typed", "tests/test_")
"""The beginnings of the paths of templates that are also used for existing rules."""


@frozen(kw_only=True)
class Wrapped:
    """The files of a folder and of its cases, by name, and whose rules they are."""

    ente: str
    governing_body: str
    files: Mapping[str, str]
    cases: Mapping[str, str]

    def takes(self, template: str) -> bool:
        """Whether a template of a new plugin belongs to it."""
        return template.startswith(AS_IT_STANDS)

    def known(self) -> Mapping[str, object]:
        """The names in its own templates."""
        return {
            "title": re.sub(r'["\\\\]', "'", self.ente),
            "quoted_title": json.dumps(self.ente, ensure_ascii=False),
            "governing_body": json.dumps(self.governing_body, ensure_ascii=False),
            "wrapped": tuple(self.files),
        }

    def texts(self, name: str, package: str, tests: str) -> Mapping[str, str]:
        """Its files in their new places, unchanged except that a file of cases names its regulation."""
        files = {f"{package}/{file}": text for file, text in self.files.items()}
        cases = {
            f"{tests}/cases/{file}": f'regulation = "{name}"\n\n{text}' if file.endswith(".toml") else text
            for file, text in self.cases.items()
        }
        return files | cases
