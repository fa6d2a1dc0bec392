"""What is written down of a reading: for evaluation, and to tell later what was known. Never words."""

from typing import Any

from moderation.checks import Finding
from moderation.reading import Reading


def recorded(reading: Reading) -> dict[str, Any]:
    """The fields of an assessment that come from the reading."""
    return {
        "urgency": reading.urgency,
        "categories": list(reading.categories),
        "scores": reading.scores,
        "findings": [_found(finding) for finding in reading.findings],
        "failed_checks": list(reading.failed),
        "rules_version": reading.rules_version,
        "artefact_hash": reading.version.artefact_hash,
        "thresholds": reading.version.thresholds,
        "milliseconds": reading.milliseconds,
    }


def _found(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "category": finding.category,
        "urgency": finding.urgency,
        "start": finding.start,
        "end": finding.end,
        "score": finding.score,
    }
