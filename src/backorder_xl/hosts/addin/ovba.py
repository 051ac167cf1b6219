"""How does [MS-OVBA] pack text, and hide what needs no hiding? Its compression (2.4.1) and data encryption (2.4.3)."""

from __future__ import annotations

import struct

CHUNK = 4096
SHORTEST, LONGEST_KNOWN = 3, 64  # a repeat shorter than three saves nothing; how many earlier places are tried
SEED = 0x5D  # any byte will do; a fixed one gives the same file each time


def compress(data: bytes) -> bytes:
    """The compressed container of a stream: a signature, then each 4,096 bytes as a chunk of its own."""
    return b"\x01" + b"".join(_chunk(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK))


def _chunk(data: bytes) -> bytes:
    """One chunk: groups of eight tokens behind a byte of flags; plain bytes where that is not shorter."""
    packed, at = bytearray(), 0
    seen: dict[bytes, list[int]] = {}
    while at < len(data) and len(packed) < CHUNK:
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at >= len(data):
                break
            offset, length = _repeat(data, at, seen)
            if length:
                flags |= 1 << bit
                tokens += struct.pack("<H", offset - 1 << 16 - _offset_bits(at) | length - SHORTEST)
            else:
                length = 1
                tokens.append(data[at])
            for place in range(at, at + length):
                seen.setdefault(data[place : place + SHORTEST], []).append(place)
            at += length
        packed += bytes([flags]) + tokens
    if len(packed) >= CHUNK:
        return struct.pack("<H", 0x3000 | CHUNK - 1) + data.ljust(CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | len(packed) - 1) + bytes(packed)


def _offset_bits(at: int) -> int:
    """How many of a token's 16 bits say how far back: as many as reach the chunk's start, four at least."""
    return max(4, (at - 1).bit_length())


def _repeat(data: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """How far back the longest repeat of what stands here begins, and its length; (0, 0) if there is none."""
    most = min(len(data) - at, (0xFFFF >> _offset_bits(at)) + SHORTEST)
    offset = best = 0
    for place in reversed(seen.get(data[at : at + SHORTEST], [])[-LONGEST_KNOWN:] if most >= SHORTEST else []):
        length = SHORTEST
        while length < most and data[place + length] == data[at + length]:
            length += 1
        if length > best:
            offset, best = at - place, length
    return offset, best


def encrypt(project_id: str, data: bytes) -> str:
    """Data of the PROJECT stream in its hidden form, as hexadecimal digits; the key is the project's own id."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [SEED, SEED ^ 2, SEED ^ key]
    before = key
    for byte in bytes([7] * ((SEED & 6) // 2)) + struct.pack("<I", len(data)) + data:
        out.append(byte ^ (out[-2] + before & 0xFF))
        before = byte
    return bytes(out).hex().upper()
