"""The figures on the evaluation set may not fall. Floors in `moderation/model/gates.json`, just below the measured.


Ordinary talk is not in this repository, so what it costs is measured by `manage.py evaluate`, not here; the near twins,
which are harder, are.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from moderation.model import judging
from moderation.model.sets import EVALUATION, judging_set

GATES = json.loads((Path(judging.__file__).parent / "gates.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return judging.judge(judging_set(EVALUATION), [], lambda _label, _total: nullcontext(SimpleNamespace(update=str)))


@pytest.mark.parametrize(("section", "name"), [(section, name) for section in GATES for name in GATES[section]])
def test_h08_no_figure_on_the_evaluation_set_falls(report: dict[str, Any], section: str, name: str) -> None:
    gate = GATES[section][name]
    row = report[section][name]
    measured = row["error"] if section == "calibration" else row["share"]

    assert gate.get("least", 0) <= measured <= gate.get("most", 1)
