"""docs/protocol.md: what no schema can say, and the frames as tables, read from the schema."""

import json
from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Any

from chat.frames import Frame
from chat.protocol.lists import lists
from chat.protocol.rules import AFTER, BEFORE
from chat.protocol.schema import DOORS

TITLES = {"page": "A young person's page", "console": "A counsellor's console"}
WAYS = {"to_us": "to us", "from_us": "from us"}
LONGEST_LINE = 140

Schema = dict[str, Any]


def document(whole: Schema) -> str:
    parts = [BEFORE]
    for door in DOORS:
        parts += _door(door, whole["$defs"])
    parts += ["## Lists", *_lists(), AFTER]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _door(name: str, definitions: Schema) -> Iterator[str]:
    door = DOORS[name]
    yield f"## {TITLES[name]}: `{door.address}`"
    for way, kinds in door.ways().items():
        yield f"### {TITLES[name]}, {WAYS[way]}"
        for kind in kinds:
            yield from _frame(kind, definitions[f"{name}.{kind.__name__}"], definitions)


def _frame(kind: type[Frame], frame: Schema, definitions: Schema) -> Iterator[str]:
    yield f"#### `{kind.__struct_config__.tag}`"
    yield fill(str(frame["description"]), LONGEST_LINE, break_on_hyphens=False)
    rows = list(_rows(frame, definitions))
    if rows:
        yield _table(("field", "type", "limits", "meaning"), rows)
    for example in frame["examples"]:
        yield _example(example)


def _rows(thing: Schema, definitions: Schema, inside: str = "") -> Iterator[tuple[str, ...]]:
    """One row a field; the fields of a part stand under it, with its name before theirs."""
    required = set(thing["required"])
    for name, field in thing["properties"].items():
        if name == "type" and not inside:
            continue
        shown = f"`{inside}{name}`" + ("" if name in required else " (may be left out)")
        yield shown, _type(field), _limits(field), _meaning(field)
        for part, suffix in _parts(field):
            yield from _rows(definitions[part], definitions, f"{inside}{name}{suffix}.")


def _parts(field: Schema) -> Iterator[tuple[str, str]]:
    for one in field.get("anyOf", [field]):
        items = one.get("items", {})
        if _is_part(one):
            yield _name(one), ""
        elif _is_part(items):
            yield _name(items), "[]"


def _type(field: Schema) -> str:
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"])
    if "enum" in field:
        return ", ".join(f"`{text}`" for text in field["enum"])
    if "$ref" in field:
        return "an object" if _is_part(field) else f"[{_name(field)}](#{_name(field)})"
    if field["type"] == "array":
        return f"a list of {field['items']['type']}s" if "type" in field["items"] else "a list of objects"
    return {"uuid": "UUID", "date-time": "time (RFC 3339)"}.get(field.get("format", ""), str(field["type"]))


def _limits(field: Schema) -> str:
    found = [limits for one in field.get("anyOf", []) if (limits := _limits(one))]
    if "maxLength" in field:
        found.append(f"at most {field['maxLength']:,} characters")
    if "minimum" in field:
        found.append(f"{field['minimum']} or more" + (f", at most {field['maximum']:,}" if "maximum" in field else ""))
    return "; ".join(found)


def _meaning(field: Schema) -> str:
    return next((str(one["description"]) for one in (field, *field.get("anyOf", [])) if "description" in one), "")


def _name(field: Schema) -> str:
    return str(field["$ref"]).rsplit("/", 1)[-1]


def _is_part(field: Schema) -> bool:
    return "$ref" in field and "." in _name(field)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _example(example: Schema) -> str:
    text = json.dumps(example, ensure_ascii=False)
    if len(text) > LONGEST_LINE:
        text = json.dumps(example, ensure_ascii=False, indent=2)
    return f"```json\n{text}\n```"


def _lists() -> Iterator[str]:
    for name, listed in lists().items():
        yield f"### {name}"
        yield listed.about
        if any(listed.texts.values()):
            rows = [(f"`{text}`" if text else "(empty)", words) for text, words in listed.texts.items()]
            yield _table(("text", "words"), rows)
        else:
            yield ", ".join(f"`{text}`" for text in listed.texts) + "."
