"""Pictures for the documents, made small: at most 256 colours, which is all that a page of ours shows."""

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

COLOURS = 256
# The browser that took the picture also reads it.
PIXELS = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const bytes = canvas.getImageData(0, 0, picture.width, picture.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [picture.width, picture.height, btoa(text)];
}"""


def made_small(png: bytes, reader: Page) -> bytes:
    """The same picture with a palette. `reader` is any empty page."""
    width, height, words = reader.evaluate(PIXELS, base64.b64encode(png).decode())
    pixels = np.frombuffer(base64.b64decode(words), dtype=np.uint8).reshape(height * width, 4)[:, :3]
    colours, which, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(counts)[::-1][:COLOURS]]
    indices = _nearest(colours, kept)[which.reshape(-1)]
    return _png(width, height, kept, indices.reshape(height, width))


def _nearest(colours: NDArray[np.uint8], kept: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For each colour, the one of those kept that is closest to it."""
    found = [np.abs(kept.astype(int) - colour).sum(axis=1).argmin() for colour in colours.astype(int)]
    return np.array(found, dtype=np.uint8)


def _png(width: int, height: int, palette: NDArray[np.uint8], indices: NDArray[np.uint8]) -> bytes:
    lines = np.hstack([np.zeros((height, 1), dtype=np.uint8), indices])  # filter 0 in front of each line
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
