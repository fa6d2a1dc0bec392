"""Names to come back by: "amber otter 42". Ours, never theirs, easy to keep in one's head, and no secret by itself.

No word here is a first name, or says something about a body, a feeling or a place.
"""

import secrets

COLOURS = (
    "amber", "apricot", "ash", "azure", "beige", "bronze", "chalk", "cherry", "cobalt", "copper", "coral", "cream",
    "crimson", "ebony", "emerald", "golden", "green", "grey", "indigo", "ivory", "khaki", "lemon", "lilac", "lime",
    "maroon", "mauve", "mint", "mustard", "navy", "ochre", "olive", "orange", "peach", "pearl", "plum", "purple",
    "russet", "sand", "scarlet", "silver", "sky", "slate", "teal", "turquoise", "umber", "violet", "walnut", "yellow",
)  # fmt: skip
ANIMALS = (
    "alpaca", "badger", "beaver", "bison", "bumblebee", "caribou", "chinchilla", "cricket", "curlew", "dolphin",
    "dormouse", "dragonfly", "eider", "falcon", "ferret", "firefly", "gecko", "goldfinch", "grasshopper", "hamster",
    "hare", "hedgehog", "heron", "ibis", "kestrel", "kingfisher", "koala", "lapwing", "llama", "lynx", "meerkat",
    "narwhal", "newt", "ocelot", "otter", "owl", "panda", "pangolin", "pelican", "penguin", "plover", "puffin",
    "quokka", "rabbit", "reindeer", "seahorse", "sparrow", "squirrel", "starfish", "starling", "stoat", "tortoise",
    "turtle", "vole", "wombat",
)  # fmt: skip


def some_name() -> str:
    """One of about 230,000. Whether somebody has it, the database says."""
    return f"{secrets.choice(COLOURS)} {secrets.choice(ANIMALS)} {secrets.randbelow(89) + 11}"


def as_kept(typed: str) -> str:
    """The name somebody typed as we keep it: capitals, dashes and spaces do not count."""
    words = "".join(letter if letter.isalnum() else " " for letter in typed[:80].casefold())
    return " ".join(words.split())
