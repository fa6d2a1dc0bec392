"""The wire, written down from the frames themselves: docs/protocol.md and docs/protocol.schema.json."""

from chat.protocol.document import document
from chat.protocol.schema import schema, schema_text


def written() -> dict[str, str]:
    """What belongs into each file, by its path from the top of the repository."""
    whole = schema()
    return {"docs/protocol.schema.json": schema_text(whole), "docs/protocol.md": document(whole)}
