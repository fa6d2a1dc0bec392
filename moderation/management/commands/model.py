"""`manage.py model`: which learned model reads, which one beside it, and going back. Nothing here stops the worker."""

import getpass
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation import artefacts, choosing, trying
from moderation.model_rows import ModelChoice
from rota.models import StaffMember

NOT_HERE = "There is no such artefact here, or several begin with that. `manage.py model status` lists them."
NOT_WHOLE = "Its files are not those of its manifest any more. Add it again."


class Command(BaseCommand):
    """Every change is a row of its own and a line in the audit."""

    help = """Chooses the learned model. Workers that run take a choice up within seconds, without a restart.

Example: python manage.py model status
         python manage.py model add /data/new-artefact          checks it and copies it into the data folder
         python manage.py model shadow 3f2a                     it reads beside the live one; shadow_report compares
         python manage.py model shadow off
         python manage.py model use 3f2a --why "Found more, see the report of June"
         python manage.py model back                            the one that was live before"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="which models are here, which one reads, and who chose it")
        add = verbs.add_parser("add", help="checks an artefact and copies it into the data folder")
        add.add_argument("folder", type=Path)
        shadow = verbs.add_parser("shadow", help="which one reads beside the live one, or off")
        shadow.add_argument("artefact", metavar="HASH", help="the beginning of its hash, or off")
        use = verbs.add_parser("use", help="which one reads from now on")
        use.add_argument("artefact", metavar="HASH", help="the beginning of its hash, or shipped")
        use.add_argument("--why", required=True)
        back = verbs.add_parser("back", help="the one that was live before reads again")
        for changing in (shadow, back):
            changing.add_argument("--why", default="")
        for changing in (add, shadow, use, back):
            changing.add_argument("--by", metavar="EMAIL", default="", help="who of the staff it is")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "status":
            self.stdout.write("\n".join(status()))
            return
        noted = {"account": _account(), "by": _staff(options["by"])}
        try:
            self.stdout.write(getattr(self, f"_{verb}")(noted, options))
        except artefacts.Unknown:
            raise CommandError(NOT_HERE) from None
        except choosing.NotWhole:
            raise CommandError(NOT_WHOLE) from None
        except choosing.NothingBefore:
            raise CommandError("Nothing was chosen before. The shipped model reads.") from None
        except trying.Refused as why:
            raise CommandError(f"Not added. {why}") from None

    def _add(self, noted: dict[str, Any], options: dict[str, Any]) -> str:
        artefact_hash = trying.add(options["folder"])
        choosing.was_added(artefact_hash, **noted)
        return f"Added {_short(artefact_hash)}. It reads nothing until you say `shadow` or `use`."

    def _shadow(self, noted: dict[str, Any], options: dict[str, Any]) -> str:
        artefact_hash = "" if options["artefact"] == "off" else artefacts.called(options["artefact"])
        if artefact_hash == choosing.live_hash():
            raise CommandError("That one is live: it cannot read beside itself.")
        choosing.shadow(artefact_hash, why=_why(options), **noted)
        return (
            f"{_short(artefact_hash)} reads beside the live one." if artefact_hash else "No candidate reads any more."
        )

    def _use(self, noted: dict[str, Any], options: dict[str, Any]) -> str:
        if not _why(options):
            raise CommandError("Say why: whoever looks at this in a year has only that.")
        choice = choosing.use(artefacts.called(options["artefact"]), why=_why(options), **noted)
        return f"{_short(choice.artefact_hash)} reads from now on. Workers take it up within seconds: look at `status`."

    def _back(self, noted: dict[str, Any], options: dict[str, Any]) -> str:
        choice = choosing.go_back(why=_why(options), **noted)
        return f"{_called(choice)} reads again. Workers take it up within seconds: look at `status`."


def status() -> Iterator[str]:
    """What is chosen, what really reads, and what else is here."""
    choice, beside = choosing.live(), choosing.candidate()
    yield f"live: {_told(choice) if choice else f'shipped ({_short(artefacts.shipped_hash())}), nobody chose another'}"
    yield f"read with: {_read_with()}"
    yield f"candidate: {_told(beside) if beside else 'none'}"
    for artefact_hash in dict.fromkeys([artefacts.shipped_hash(), *artefacts.added()]):
        origin = "shipped" if artefact_hash == artefacts.shipped_hash() else "added"
        state = "files verify" if artefacts.is_whole(artefact_hash) else "FILES DO NOT VERIFY"
        yield f"  {_short(artefact_hash)}  {origin:<8} {state}"
    for one in (choice, beside):
        if one is not None and not one.is_shipped and not artefacts.is_whole(one.artefact_hash):
            yield f"  {_short(one.artefact_hash)}  chosen   NOT HERE OR NOT WHOLE"


def _read_with() -> str:
    said = choosing.read_with()
    if not said:
        return "no worker has said so in the last half minute"
    return f"{_short(said)}{', WHICH IS NOT THE CHOSEN ONE' if not choosing.live_hash().startswith(said) else ''}"


def _told(choice: ModelChoice) -> str:
    who = choice.chosen_by.email if choice.chosen_by else "nobody named"
    why = f": {choice.why}" if choice.why else ""
    return f"{_called(choice)} since {choice.chosen_at:%Y-%m-%d %H:%M} UTC, by {who} as {choice.account}{why}"


def _called(choice: ModelChoice) -> str:
    if choice.is_shipped:
        return f"shipped ({_short(artefacts.shipped_hash())})"
    return _short(choice.artefact_hash)


def _short(artefact_hash: str) -> str:
    return artefact_hash[: artefacts.SHORT] or "none"


def _why(options: dict[str, Any]) -> str:
    return str(options["why"]).strip()[:300]


def _account() -> str:
    """Whose terminal this is; in a container it has no name."""
    try:
        return getpass.getuser()[:64]
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _staff(email: str) -> StaffMember | None:
    if not email:
        return None
    by = StaffMember.objects.filter(email=email.lower(), is_active=True).first()
    if by is None:
        raise CommandError("Nobody with this e-mail address works here.")
    return by
