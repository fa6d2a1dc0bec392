"""What has to be there before some pictures of the tour are taken."""

from tests.house import House


def a_rota(house: House) -> tuple[str, int]:
    """The Monday of the week that is planned, and the number of a place in it that nobody has."""
    # The demo's own shifts, which fill every hour, give way to a plan.
    house.sql("DELETE FROM rota_shift WHERE lower(during) > now() + interval '7 days'")
    monday, place = _made(house, "from tests.pages.pictures_planned import planned; print(*planned())").split()
    return monday, int(place)


def a_month(house: House) -> str:
    """The key of a month that is over and has figures."""
    return _made(house, "from tests.pages.pictures_figures import figures; print(figures())").strip()


def _made(house: House, code: str) -> str:
    return house.manage("shell", "--verbosity", "0", "-c", code)
