"""Work of this app that calls outside. One line each: the thinking is in the command. Each may run twice."""

from procrastinate.contrib.django import app as jobs

from rota.reach import making


@jobs.task(name="rota.make_try", queue="reach")  # type: ignore[untyped-decorator]
def make_try(try_id: int) -> None:
    making.make(try_id)
