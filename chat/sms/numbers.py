"""Numbers of phones, as every part writes them (config/numbers.py)."""

from config.numbers import DRAMA, HOME, hash_of, is_landline, normalised

__all__ = ["DRAMA", "HOME", "hash_of", "is_landline", "normalised"]
