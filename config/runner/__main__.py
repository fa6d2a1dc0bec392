"""`python -m config.runner`, which is what `make run` does."""

import os
import sys
from typing import TYPE_CHECKING

from config.runner.trouble import Trouble

if TYPE_CHECKING:
    from config.runner.app import App


def main(app: "App | None" = None) -> int:
    try:
        if sys.platform == "win32":
            raise Trouble(
                "Nightlight's runner needs Linux or macOS.",
                "On Windows use WSL, or run the processes of docs/operations.md yourself.",
            )
        if sys.argv[1:]:
            raise Trouble(
                "The runner takes no arguments.",
                "Choose with environment variables instead, such as `PORT=8001 make run`.",
            )
        # Only now: these need a system with accounts and file locks.
        from config.runner.app import NIGHTLIGHT
        from config.runner.options import Options
        from config.runner.supervisor import Supervisor

        Supervisor(app or NIGHTLIGHT, Options.of(os.environ)).run()
    except Trouble as trouble:
        trouble.show()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
