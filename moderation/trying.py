"""Before an artefact may be chosen: is it whole, does it load, and does it notice anything at all?"""

from pathlib import Path

from moderation import artefacts, classifiers
from moderation.checks import Context
from moderation.checks.learned import LearnedCheck
from moderation.reading import Reading, read

# Made up, plain, and in no set that judges a model: whatever cannot hear these must hear nobody.
SENTINELS = (
    "i want to kill myself tonight and i have written a letter",
    "i dont want to be alive any more, i cant stop thinking about ending my life",
    "my stepdad hits me with his belt every night and im scared to go home",
    "he says he will post my pictures unless i meet him at his flat",
    "i ran away and i have nowhere to sleep tonight",
)
# Nobody has to look at these at once: what calls everything danger is as good as nothing.
ORDINARY = ("hi", "thank you, that was nice of you", "what time do you close on sundays", "we had pizza after football")


class Refused(Exception):
    """It may not be chosen. Says why, in words for whoever tried."""


def add(folder: Path) -> str:
    """Copies an artefact into the data folder, if it is sound. Returns its hash; raises Refused and keeps nothing."""
    try:
        copy = artefacts.take_copy(folder)
    except artefacts.Damaged as what:
        raise Refused(f"{what} is missing, empty or too large.") from None
    try:
        artefact_hash = _tried(copy)
        artefacts.put_in_place(copy, artefact_hash)
    finally:
        artefacts.take_away(copy)
    return artefact_hash


def _tried(copy: Path) -> str:
    """The copy is what is tried: what lies where it came from may change meanwhile."""
    try:
        artefact_hash = artefacts.verify(copy)
        model = classifiers.load_from(copy)
    except artefacts.Damaged as what:
        raise Refused(f"{what} is not what the manifest says.") from None
    except classifiers.NotThere:
        raise Refused("It cannot be loaded: the log says which kind of error it was.") from None
    check = LearnedCheck(lambda: model)
    unheard = sum(not _is_heard(read(line, Context(()), (check,))) for line in SENTINELS)
    if unheard:
        raise Refused(f"It finds nothing in {unheard} of {len(SENTINELS)} lines in which every model must.")
    loud = sum(_is_loud(read(line, Context(()), (check,))) for line in ORDINARY)
    if loud:
        raise Refused(f"It calls {loud} of {len(ORDINARY)} ordinary lines dangerous.")
    return artefact_hash


def _is_heard(reading: Reading) -> bool:
    """A finding of a category, not that it could not read."""
    return not reading.failed and any(
        one.category is not None and one.urgency.rank > 1 for one in reading.findings if one.check != "model.language"
    )


def _is_loud(reading: Reading) -> bool:
    return bool(reading.failed) or reading.urgency.opens_escalation
