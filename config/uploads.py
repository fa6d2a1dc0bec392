"""Nobody can send a file: none is read, kept in memory or written anywhere, and whoever tries is told why.

A picture of a child would be worse to hold than anything else here, and no page has a field for one.
"""

from typing import Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FILES_ARE_NOT_TAKEN = 415


class FileSent(SuspiciousOperation):
    """A form had a file in it. Its name and what is in it go nowhere."""


class NoFiles(FileUploadHandler):
    """Stops at the first byte of the first file, before anything of it is read."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FileSent("A file was sent.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def could_not_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be read, with the reason where there is one to give."""
    is_file = isinstance(exception, FileSent)
    return render(request, "400.html", {"is_file": is_file}, status=FILES_ARE_NOT_TAKEN if is_file else 400)
