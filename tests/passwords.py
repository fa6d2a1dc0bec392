"""A password hash costs a fifth of a second on purpose; the stories make a thousand people who never sign in by it."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same hash at the lowest price. In the tests' own process only: the houses pay the full one."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def hash_quickly() -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]
