"""A page that asks for everything again and again and never reads: it is closed, and the process stays small."""

import os
import socket
import struct
import time
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from tests.chat.doors import AtADoor, aisha_at_the_door
from tests.house import House

MEBIBYTE = 1024 * 1024
MAY_GROW = 24 * MEBIBYTE
MESSAGES, LONG = 60, "words that nobody reads " * 160


def test_somebody_who_never_reads_is_closed_and_the_process_stays_small(house: House) -> None:
    aisha = with_a_long_transcript(house)
    before = sizes(house)

    for _ in range(3):
        assert asked_in_vain(aisha, times=400) < 400, "it was never closed"

    grown = max(size - before[pid] for pid, size in sizes(house).items())
    assert grown < MAY_GROW, f"grew by {grown // MEBIBYTE} MiB"
    with aisha.opens() as wire:
        aisha.resumes(wire)
        wire.expect("said", place=MESSAGES, timeout=10)
        aisha.says(wire, "and the others talk on")


def with_a_long_transcript(house: House) -> AtADoor:
    aisha = aisha_at_the_door(house)
    aisha.visitor.get("/chat/")
    for number in range(MESSAGES):
        form = {"client_id": str(uuid4()), "body": f"{number} {LONG}"}
        answer = aisha.visitor.post("/chat/messages/", form, headers={"Accept": "application/json"})
        assert answer.status == 201
    return aisha


def asked_in_vain(aisha: AtADoor, *, times: int) -> int:
    """Resumes so often, and reads nothing. Gives how often it was let."""
    place = urlsplit(aisha.house.base_url)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", place.port or 80))
        connection.sendall(handshake(aisha).encode())
        assert connection.recv(12) == b"HTTP/1.1 101"
        for asked in range(times):
            try:
                connection.sendall(frame(b'{"type":"resume","after":0}'))
            except OSError:
                return asked
            time.sleep(0.02)
    return times


def handshake(aisha: AtADoor) -> str:
    cookies = "; ".join(f"{name}={value}" for name, value in aisha.visitor.cookies.items())
    return (
        f"GET /ws/chat/ HTTP/1.1\r\nHost: {urlsplit(aisha.house.base_url).netloc}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bmlnaHRsaWdodCBzdG9yeQ==\r\n"
        f"Origin: {aisha.house.base_url}\r\nCookie: {cookies}\r\n\r\n"
    )


def frame(payload: bytes) -> bytes:
    """One text frame, masked as a client's has to be."""
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return struct.pack("!BB", 0x81, 0x80 | len(payload)) + mask + masked


def sizes(house: House) -> dict[int, int]:
    """Memory in use by each web process."""
    page = os.sysconf("SC_PAGE_SIZE")
    return {pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page for pid in house.pids("web")}
