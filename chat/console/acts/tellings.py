"""Before we tell anyone: written, not told, safe to show, taken back."""

from typing import TYPE_CHECKING

from chat.console import frames_telling, tellings

if TYPE_CHECKING:
    from chat.console.consumers import ConsoleScreen


async def write(screen: "ConsoleScreen", frame: frames_telling.WriteTelling) -> None:
    await screen.in_a_thread(tellings.write, screen.staff, frame)
    await screen.tell_beside_of(frame.conversation)


async def not_tell(screen: "ConsoleScreen", frame: frames_telling.NotTelling) -> None:
    await screen.in_a_thread(tellings.not_tell, screen.staff, frame)
    await screen.tell_beside_of(frame.conversation)


async def safe_to_show(screen: "ConsoleScreen", frame: frames_telling.SafeToShow) -> None:
    await screen.in_a_thread(tellings.safe_to_show, screen.staff, frame)
    await screen.tell_beside_of(frame.conversation)


async def take_back(screen: "ConsoleScreen", frame: frames_telling.TakeBackTelling) -> None:
    await screen.in_a_thread(tellings.take_back, screen.staff, frame)
    await screen.tell_beside_of(frame.conversation)
