"""A process in which everything goes wrong with a child's words in its hands. Run by test_errors.py and test_logs.py.

    CANARY=... SENTRY_DSN=... python -m tests.canary_program SCENE

The words come in through the environment, so that they are no constant of this file.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import warnings
from typing import Any

WORDS = os.environ["CANARY"]
DSN = os.environ.get("SENTRY_DSN", "")
TRACES = float(os.environ.get("TRACES", "0"))
log = logging.getLogger("chat.canary_program")


def main(scene: str) -> None:
    if scene == "control":
        control()
    from config.errors import install_hooks, start_error_reports

    install_hooks()
    if scene == "unconfigured":
        last_resorts()
    _set_up_django()
    start_error_reports(
        DSN, "test", "0.1.0", process=scene if scene in {"web", "worker", "jobs"} else "web", traces=TRACES
    )
    {"web": web, "worker": worker, "jobs": jobs, "last_resorts": last_resorts, "log_calls": log_calls}[scene]()


# scenes


def control() -> None:
    """The same mishap with nobody looking after it, to show that the tests would see a leak."""
    import sentry_sdk

    sentry_sdk.init(dsn=DSN)
    raise ValueError(WORDS)


def web() -> None:
    """A real Daphne with a page and a socket that choke on what they are sent."""
    from daphne.server import Server

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]

    # The reactor ends on SIGTERM as in life; the SDK sends what it holds as the process ends.
    Server(
        _application(),
        endpoints=[f"fd:fileno={listening.fileno()}"],
        ready_callable=lambda: os.write(1, b"%d\n" % port),
        signal_handlers=True,
        ping_interval=0,
    ).run()


def worker() -> None:
    """The loop that assesses: it logs what it could not do and goes on."""
    for attempt in (assess_batch, store_twice, read_a_frame, fail_in_a_group):
        try:
            attempt()
        except Exception:
            log.exception("worker.failed", extra={"message_id": 7, "phone": WORDS, "state": WORDS})


def assess_batch() -> None:
    words = WORDS
    raise RuntimeError(f"cannot assess {words}")


def store_twice() -> None:
    from django.db import IntegrityError
    from psycopg.errors import UniqueViolation

    try:
        raise UniqueViolation(f"duplicate key value\nDETAIL:  Key (body)=({WORDS}) already exists.")
    except UniqueViolation as violation:
        raise IntegrityError(*violation.args) from violation


def read_a_frame() -> None:
    import msgspec

    class Say(msgspec.Struct, forbid_unknown_fields=True):
        body: str = ""

    msgspec.json.decode(msgspec.json.encode({WORDS: 1}), type=Say)


def fail_in_a_group() -> None:
    raise ExceptionGroup(WORDS, [LookupError(WORDS), OSError(2, WORDS)])


def jobs() -> None:
    """Procrastinate's own worker, with a task that fails on its arguments."""
    import procrastinate
    from procrastinate.testing import InMemoryConnector

    app = procrastinate.App(connector=InMemoryConnector())

    @app.task(name="escalation.page_somebody", queue="page")
    def page_somebody(words: str) -> None:
        raise ZeroDivisionError(words)

    async def once() -> None:
        async with app.open_async():
            await page_somebody.defer_async(words=WORDS)
            await app.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(once())


def log_calls() -> None:
    """Every way to log, with the words in every place."""
    library, known, errors = logging.getLogger("some.library"), logging.getLogger("daphne.server"), logging.ERROR
    for logger in (log, library, known, logging.getLogger(WORDS), logging.getLogger()):
        logger.log(errors, WORDS)
        logger.log(errors, f"heard {WORDS}")  # noqa: G004
        logger.log(errors, "heard %s", WORDS)
        logger.log(errors, "heard %(words)s", {"words": WORDS})
        logger.log(errors, "message.heard", extra={"body": WORDS, "state": WORDS, "conversation": WORDS, "flag": 3})
        logger.log(errors, "message.heard", extra={"flags": [WORDS], "job": {"id": 5, "task_kwargs": WORDS}})
        logger.log(errors, ValueError(WORDS))
        logger.log(errors, "message.heard", stack_info=True, exc_info=ValueError(WORDS))
        logger.log(errors, "%d pills", WORDS)
    log.info("message.heard", extra={"message_id": 41, "conversation": 7, "urgency": "now"})
    try:
        raise KeyError(WORDS)
    except KeyError:
        import traceback

        known.error(traceback.format_exc())
    warnings.warn(WORDS, stacklevel=1)


def last_resorts() -> None:
    """What Python, asyncio and Twisted do with a failure nobody caught."""
    threading.Thread(target=fail_in_a_thread).start()
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join()
    del_me = FailsToGo()
    del del_me
    asyncio.run(forget_a_task())
    fail_in_twisted()
    warnings.warn(WORDS, ResourceWarning, stacklevel=1)
    logging.getLogger("some.library").error("%d", WORDS)
    fail_to_the_end()


def fail_in_a_thread() -> None:
    raise ArithmeticError(WORDS)


class FailsToGo:
    def __del__(self) -> None:
        raise BufferError(WORDS)


async def forget_a_task() -> None:
    task = asyncio.create_task(fail_in_a_task())
    await asyncio.sleep(0.01)
    del task


async def fail_in_a_task() -> None:
    raise EOFError(WORDS)


def fail_in_twisted() -> None:
    import gc

    from twisted.internet.defer import fail
    from twisted.python import log as twisted_log
    from twisted.python.failure import Failure

    from config.hooks import watch_twisted

    watch_twisted()
    try:
        raise ReferenceError(WORDS)
    except ReferenceError:
        twisted_log.err(Failure(), WORDS)
    twisted_log.msg(WORDS)
    fail(NotImplementedError(WORDS))
    gc.collect()


def fail_to_the_end() -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        raise AssertionError(WORDS)  # noqa: B904


# the house of the web scene


def _set_up_django() -> None:
    import django
    from django.conf import settings

    from config.logs import logging_config

    settings.configure(
        ADMINS=[("nobody", "nobody@example.org")],
        ALLOWED_HOSTS=["127.0.0.1"],
        DEBUG=False,
        EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend",
        LOGGING=logging_config(os.environ.get("LOG_LEVEL", "DEBUG"), os.environ.get("LOG_FORMAT", "json")),
        MIDDLEWARE=["config.headers.PrivacyHeaders"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="only in this program",  # noqa: S106
        STATIC_URL="/static/",
    )
    django.setup()


def page(request: Any, **kwargs: Any) -> Any:
    from django.http import HttpResponse

    heard = (request.body, request.GET.get("q"), request.COOKIES, request.headers.get("X-Words"))
    logging.getLogger("chat.web").info("page.shown", extra={"conversation": 7})
    if request.path.startswith("/fine"):
        return HttpResponse("fine")
    if request.path.startswith("/not_now"):
        return HttpResponse(status=503)
    return choke_on(WORDS, heard)


def choke_on(words: str, heard: object) -> None:
    raise ValueError(f"{words} {heard}")


def _application() -> Any:
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.routing import ProtocolTypeRouter, URLRouter
    from django.core.asgi import get_asgi_application
    from django.urls import path

    class Consumer(AsyncWebsocketConsumer):
        async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
            raise LookupError(text_data)

    return ProtocolTypeRouter(
        {"http": get_asgi_application(), "websocket": URLRouter([path("ws/chat/", Consumer.as_asgi())])}
    )


def __getattr__(name: str) -> Any:
    """Django asks for the addresses once it is set up."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import path

    return [path("fails/<str:word>/", page, name="fails"), path("fine/", page), path("not_now/", page)]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(sys.argv[1])
