"""The JSON Schema of both sockets, both ways."""

import json
from dataclasses import dataclass
from typing import Any, get_args

import msgspec

from chat.console.frames import FromConsole, ToConsole
from chat.frames import Frame
from chat.protocol.examples import EXAMPLES
from chat.protocol.lists import lists
from chat.web.frames import FromPage, ToPage

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Door:
    """One socket: its address, and what may be said each way."""

    address: str
    to_us: Any
    from_us: Any

    def ways(self) -> dict[str, tuple[type[Frame], ...]]:
        return {"to_us": get_args(self.to_us), "from_us": get_args(self.from_us)}


DOORS = {
    "page": Door("/ws/chat/", FromPage, ToPage),
    "console": Door("/ws/console/", FromConsole, ToConsole),
}


def schema() -> dict[str, Any]:
    """Everything under `$defs`: `page.to_us` is what a young person's page may say, `page.Say` one frame of it."""
    definitions: dict[str, Any] = {}
    for name, door in DOORS.items():
        definitions |= _of_door(name, door)
    for name, listed in lists().items():
        definitions[name] = {"description": listed.about, "type": "string", "enum": list(listed.texts)}
    return {
        "$schema": DIALECT,
        "title": "The wire of Nightlight",
        "description": "Frames of the two sockets, as JSON texts. Made from the code by manage.py protocol.",
        "anyOf": [{"$ref": f"#/$defs/{name}.{way}"} for name in DOORS for way in ("to_us", "from_us")],
        "$defs": definitions,
    }


def schema_text(whole: dict[str, Any]) -> str:
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _of_door(name: str, door: Door) -> dict[str, Any]:
    ways, frames = msgspec.json.schema_components([door.to_us, door.from_us], ref_template=f"#/$defs/{name}.{{name}}")
    for kind, frame in frames.items():
        frame["description"] = " ".join(frame["description"].split())
        if examples := EXAMPLES.get(f"{name}.{kind}"):
            frame["examples"] = examples
    return {
        f"{name}.to_us": {"description": f"What may be said to us over {door.address}", **ways[0]},
        f"{name}.from_us": {"description": f"What we say over {door.address}", **ways[1]},
        **{f"{name}.{kind}": frame for kind, frame in sorted(frames.items())},
    }
