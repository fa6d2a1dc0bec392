"""Reads what pip would install (`--report -`) and ends with 1 where it is a build for graphics cards: several GB."""

import json
import sys

WHAT_TO_DO = """pip would install {name} {version}, which brings several GB for graphics cards.
Give pip a CPU build: torch's own page on installing names the index (set PIP_EXTRA_INDEX_URL; for the image,
--build-arg TORCH_INDEX=<address>), or have the wheel in a folder (PIP_FIND_LINKS). Or take what pip finds: make with
TORCH_ANY=1, or --build-arg TORCH_ANY=1."""


def main() -> int:
    [torch] = [item["metadata"] for item in json.load(sys.stdin)["install"] if item["metadata"]["name"] == "torch"]
    if torch["version"].endswith("+cpu") or not sys.platform.startswith("linux"):
        return 0
    sys.stderr.write(WHAT_TO_DO.format(**{key: torch[key] for key in ("name", "version")}) + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
