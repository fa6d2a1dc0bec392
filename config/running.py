"""Where the servers of a `make run` on this machine listen, for commands in another terminal."""

import json
from pathlib import Path


def addresses_of_running(data_folder: Path) -> dict[str, str]:
    """Environment variables with addresses, as the runner noted them; empty where none runs."""
    try:
        noted = json.loads((data_folder / "run" / "processes.json").read_text())
        return {str(name): str(value) for name, value in noted["environment"].items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}
