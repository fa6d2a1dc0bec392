"""The floor: what Daphne alone can do. Rooms in a dict, everything said goes to both ends; a form gets its 204.

    daphne tests.bench.servers.floor:application
"""

from typing import Any

rooms: dict[str, set[Any]] = {}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await _take_form(receive, send)
    elif scope["type"] == "websocket":
        await _relay(scope["path"], receive, send)


async def _relay(path: str, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    room = rooms.setdefault(path, set())
    room.add(send)
    try:
        while (event := await receive())["type"] == "websocket.receive":
            for member in room:
                await member({"type": "websocket.send", "text": event["text"]})
    finally:
        room.discard(send)


async def _take_form(receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
