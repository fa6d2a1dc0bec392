"""The real supervisor around processes so small that a story about starting and stopping takes a second.

What they do can be chosen by environment: PRACTICE_STEP (ok, fails), PRACTICE_WORKER (stays, ends, is_deaf),
PRACTICE_WEB (is_ready, is_not_ready, has_no_model).
"""

import os
import sys
from pathlib import Path

from config.runner.app import App, Command, Step
from config.runner.options import Options

HERE = Path(__file__).resolve().parent
STEPS = {"ok": "print('welcome of the step')", "fails": "import sys; sys.exit('the step says why')"}


def steps(options: Options) -> list[Step]:
    code = STEPS[options.environ.get("PRACTICE_STEP", "ok")]
    return [Step("Taking a step", (sys.executable, "-c", code), "Read what it said above.", is_for_the_welcome=True)]


def commands(options: Options, door: int) -> list[Command]:
    argv = (sys.executable, str(HERE / "practice_web.py"), str(door), options.environ.get("PRACTICE_WEB", "is_ready"))
    web = [Command(f"web-{number}", argv, pass_fds=(door,)) for number in range(1, options.web_processes + 1)]
    how = options.environ.get("PRACTICE_WORKER", "stays")
    return [*web, Command("worker", (sys.executable, str(HERE / "practice_worker.py"), how))]


PRACTICE = App(steps=steps, commands=commands)

if __name__ == "__main__":
    from config.runner.__main__ import main

    # One story needs an account that does not exist; the imports above need one that may read them.
    if uid := os.environ.get("PRACTICE_UID"):
        import config.runner.supervisor  # noqa: F401

        os.setgroups([])
        os.setgid(int(uid))
        os.setuid(int(uid))
    sys.exit(main(PRACTICE))
