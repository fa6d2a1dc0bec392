"""What the runner runs: the steps before the start, and the processes that stay."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from config.runner.options import Options

MANAGE = (sys.executable, "manage.py")


@dataclass(frozen=True)
class Step:
    """Something that has to end well before anybody is let in."""

    saying: str
    argv: Sequence[str]
    remedy: str
    environ: Mapping[str, str] = field(default_factory=dict)
    # What it prints is shown last, under the address, instead of at once.
    is_for_the_welcome: bool = False


@dataclass(frozen=True)
class Command:
    """A process that has to stay."""

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()


@dataclass(frozen=True)
class App:
    steps: Callable[[Options], list[Step]]
    commands: Callable[[Options, int], list[Command]]
    ready_path: str = "/readyz"


def steps(options: Options) -> list[Step]:
    wanted = [
        Step(
            "Bringing the database up to date",
            (*MANAGE, "migrate", "--verbosity", "0"),
            "Read what it said above. Nothing was started; the database is as it was before the step that failed.",
            {"NIGHTLIGHT_ROLE": "migrator"},
        ),
        Step(
            "Laying out the files of the pages",
            (*MANAGE, "collectstatic", "--no-input", "--verbosity", "0"),
            "Read what it said above.",
        ),
    ]
    if options.is_development:
        wanted.append(
            Step(
                "Making sure there are people to sign in as",
                (*MANAGE, "demo"),
                "Read what it said above.",
                is_for_the_welcome=True,
            )
        )
    return wanted


def commands(options: Options, door: int) -> list[Command]:
    """The web processes share one listening socket: any of them can serve anybody."""
    web = [
        Command(f"web-{number}", (sys.executable, "-m", "config.web", "--fd", str(door)), pass_fds=(door,))
        for number in range(1, options.web_processes + 1)
    ]
    return [
        *web,
        Command("worker", (*MANAGE, "worker"), {"NIGHTLIGHT_ROLE": "worker"}),
        Command("jobs", (*MANAGE, "jobs"), {"NIGHTLIGHT_ROLE": "jobs"}),
        Command("watchdog", (*MANAGE, "watchdog"), {"NIGHTLIGHT_ROLE": "watchdog"}),
    ]


NIGHTLIGHT = App(steps=steps, commands=commands)
