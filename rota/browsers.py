"""What a browser calls itself, in two words that its person recognises. Nothing of the rest is kept."""

from django.http import HttpRequest

# In this order: one that looks like another also carries the other's name.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(request: HttpRequest) -> str:
    """ "Firefox, Windows"; nothing where neither is known."""
    said = request.META.get("HTTP_USER_AGENT", "")
    names = [next((name for mark, name in known if mark in said), "") for known in (BROWSERS, MACHINES)]
    return ", ".join(name for name in names if name)
