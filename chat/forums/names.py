"""Nicknames for the forum: ours, never theirs, so that nobody can be found by one.

No word here is a first name, sounds like staff, says something about a body, a feeling or a place, or has
a second meaning. The number is none that could be somebody's age or stands for something.
"""

import secrets
from itertools import count

from chat.models import Member

ADJECTIVES = (
    "Breezy", "Bright", "Calm", "Clever", "Cloudy", "Cosy", "Curious", "Dapper", "Dotted", "Drifting", "Evening",
    "Fluffy", "Gentle", "Golden", "Humming", "Jolly", "Little", "Lively", "Maple", "Mellow", "Morning", "Mossy",
    "Nimble", "Paper", "Patient", "Pebble", "Polite", "Quiet", "Rainy", "Rustic", "Silver", "Sleepy", "Spotted",
    "Starry", "Steady", "Striped", "Teal", "Tidy", "Turquoise", "Velvet", "Wandering", "Windy", "Woolly",
)  # fmt: skip
ANIMALS = (
    "Alpaca", "Badger", "Bison", "Bumblebee", "Caribou", "Chinchilla", "Cricket", "Curlew", "Dolphin", "Dormouse",
    "Dragonfly", "Eider", "Falcon", "Ferret", "Firefly", "Gecko", "Goldfinch", "Grasshopper", "Hamster", "Hare",
    "Hedgehog", "Heron", "Ibis", "Kestrel", "Kingfisher", "Koala", "Lapwing", "Llama", "Lynx", "Meerkat", "Moth",
    "Narwhal", "Newt", "Ocelot", "Otter", "Owl", "Panda", "Pangolin", "Pelican", "Penguin", "Plover", "Puffin",
    "Quokka", "Rabbit", "Reindeer", "Seahorse", "Sparrow", "Squirrel", "Starfish", "Starling", "Stoat", "Tortoise",
    "Turtle", "Vole", "Wombat",
)  # fmt: skip
SMALLEST, LARGEST = 30, 998
NOT_THESE = frozenset({69, 88, 101, 111, 112, 116, 311, 360, 404, 420, 444, 555, 666, 777, 786, 888, 911})


def new_name() -> str:
    """One that nobody has. The numbers grow longer where the short ones are taken."""
    for tries in count():
        name = _some_name(99 if tries < 20 else LARGEST)
        if is_free(name):
            return name
    raise AssertionError  # count() does not end


def offered(how_many: int = 3) -> list[str]:
    """Names to choose from before the first post; none of them is kept until then."""
    names: list[str] = []
    while len(names) < how_many:
        name = new_name()
        if name.split()[1] not in {other.split()[1] for other in names}:
            names.append(name)
    return names


def is_ours(name: str) -> bool:
    """Whether it could have come from here: a form may send anything."""
    match name.split(" "):
        case [adjective, animal, number] if number.isascii() and number.isdecimal() and len(number) <= 3:
            return adjective in ADJECTIVES and animal in ANIMALS and str(int(number)) == number and _may(int(number))
    return False


def is_free(name: str) -> bool:
    return not Member.objects.filter(nickname=name).exists()


def _some_name(largest: int) -> str:
    number = SMALLEST + secrets.randbelow(largest - SMALLEST + 1)
    while not _may(number):
        number = SMALLEST + secrets.randbelow(largest - SMALLEST + 1)
    return f"{secrets.choice(ADJECTIVES)} {secrets.choice(ANIMALS)} {number}"


def _may(number: int) -> bool:
    return SMALLEST <= number <= LARGEST and number not in NOT_THESE
