"""Daphne's own command on uvloop, as ours runs: `python -m tests.bench.servers.on_uvloop ...`."""

import asyncio
import sys

import uvloop

asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())

from daphne.cli import CommandLineInterface

if __name__ == "__main__":
    sys.exit(CommandLineInterface().run(sys.argv[1:]))
