"""Pages that are open on words which were erased: they hold the key, and have to let it go."""

from collections.abc import Iterable
from typing import Any

from config import sealing
from config.postgres import async_pool

ERASED = "SELECT id FROM chat_conversation WHERE id = ANY(%s::bigint[]) AND key_id IS NULL"


async def on_erased_words(screens: Iterable[Any]) -> list[Any]:
    """Those of `screens` that show a conversation whose key was destroyed. Asked every two seconds."""
    sealing.KEYS.drop_old()
    watched = [screen for screen in screens if hasattr(screen, "conversation_id")]
    if not watched:
        return []
    async with (await async_pool()).connection() as connected:
        found = await connected.execute(ERASED, [[screen.conversation_id for screen in watched]])
        erased = {number for (number,) in await found.fetchall()}
    return [screen for screen in watched if screen.conversation_id in erased]
