"""The values of a finding, as another program reads them in `findings.csv`."""

import csv
import json
from datetime import date
from pathlib import Path

from small_plugins import WriteEnte

from merito import Workspace


def test_the_place_of_a_row_is_its_table(write_ente: WriteEnte, tmp_path: Path) -> None:
    people = "id,role,category\nP1,staff,C\nP2,staff,Z\n"
    root = write_ente("bergamo", {"2021/people.csv": people})
    Workspace(root).run(as_of=date(2021, 6, 8)).write(tmp_path / "written")
    (path,) = (tmp_path / "written").rglob("findings.csv")
    findings = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    (values,) = (json.loads(one["values"]) for one in findings if one["rule"] == "IT-PL.8")
    asked = values["values"]["what"]["values"]
    assert asked["table"] == {"table": "personale"}
    assert asked["category"] == "Z"
