"""`python -m moderation.model.held_out`: our lines kept out of training, as `manage.py evaluate` reads them."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from moderation.model.lines import corpus_lines

    for number, line in enumerate((one for one in corpus_lines() if one.is_held_out), start=1):
        row = {
            "id": number,
            "text": line.text,
            "severity": line.severity,
            "categories": line.categories,
            "kind": line.kind,
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
