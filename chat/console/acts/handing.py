"""Handing over: asked, accepted, declined, kept."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chat import handover
from chat.access import conversation_offered_to, conversation_owned_by
from chat.console import floor, frames_handing
from chat.frames import check_body
from rota.models import StaffMember

if TYPE_CHECKING:
    from chat.console.consumers import ConsoleScreen


async def hand_over(screen: "ConsoleScreen", frame: frames_handing.HandOver) -> None:
    if frame.note.strip():
        check_body(frame.note)
    await screen.in_a_thread(_hand_over, screen.staff, frame)
    await screen.tell()


async def accept(screen: "ConsoleScreen", frame: frames_handing.Accept) -> None:
    await screen.in_a_thread(_accept, screen.staff, frame.conversation)
    screen.joined.discard(frame.conversation)
    await screen.has_now(frame.conversation)


async def decline(screen: "ConsoleScreen", frame: frames_handing.Decline) -> None:
    await screen.in_a_thread(_decline, screen.staff, frame.conversation)
    await screen.tell()


async def keep(screen: "ConsoleScreen", frame: frames_handing.Keep) -> None:
    await screen.in_a_thread(_keep, screen.staff, frame.conversation)
    await screen.tell()


def _hand_over(staff: StaffMember, frame: frames_handing.HandOver) -> None:
    conversation = conversation_owned_by(staff, frame.conversation)
    handover.offer(conversation, to=_colleague(staff, frame.to), note=frame.note, by=staff)


def _colleague(staff: StaffMember, number: int | None) -> StaffMember | None:
    """Only somebody who stands in the list: on shift, and there."""
    if number is None:
        return None
    if number == staff.pk or number not in {one.staff for one in floor.colleagues()}:
        raise ValidationError(_("They are not here just now. Ask somebody else, or anybody who has room."))
    return StaffMember.objects.get(pk=number)


def _accept(staff: StaffMember, conversation_id: int) -> None:
    handover.accept(conversation_offered_to(staff, conversation_id), by=staff)


def _decline(staff: StaffMember, conversation_id: int) -> None:
    handover.decline(conversation_offered_to(staff, conversation_id), by=staff)


def _keep(staff: StaffMember, conversation_id: int) -> None:
    handover.keep(conversation_owned_by(staff, conversation_id), by=staff)
