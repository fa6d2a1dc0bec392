"""What a young person's chat page weighs: the page and everything it asks for, compressed as it goes over the wire."""

import gzip
import re
from urllib.parse import urljoin

from tests.visitor import Visitor

ASKED_FOR = re.compile(r"""(?:<link[^>]*?\bhref|<script[^>]*?\bsrc|<img[^>]*?\bsrc)=["']([^"']+)["']""")
IMPORTED = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|url\()["']?(\.{0,2}/[^"')\s]+)["']?""")
SMALL = {"Accept-Encoding": "gzip, br"}


def weight_of(visitor: Visitor, path: str) -> dict[str, int]:
    """Bytes by path. The page itself is compressed by the proxy in front, so that is done here."""
    page = visitor.get(path)
    weights = {page.path: len(gzip.compress(page.body))}
    found = [urljoin(page.path, link) for link in ASKED_FOR.findall(page.text)]
    while found:
        if (here := found.pop()) not in weights and here.startswith("/static/"):
            weights[here] = len(visitor.ask("GET", here, headers=SMALL).body)
            text = visitor.ask("GET", here).body.decode("utf-8", "replace")
            found += [urljoin(here, link) for link in IMPORTED.findall(text)]
    return weights
