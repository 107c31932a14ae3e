"""Packets of OSC 1.0, written from its description (https://opensoundcontrol.stanford.edu/spec-1_0.html) with nothing
but struct: strict, so that what a lenient library would forgive is seen here."""

import struct


def text(value):
    raw = value.encode()
    return raw + bytes(4 - len(raw) % 4)


def packet(address, *values, types=None):
    types = types or "".join({int: "i", float: "f", str: "s"}[type(value)] for value in values)
    data = text(address) + text("," + types)
    for kind, value in zip(types, values):
        data += text(value) if kind in "sS" else b"" if kind in "TF" else struct.pack(">" + {"h": "q"}.get(kind, kind), value)
    return data


def bundle(*parts):
    return b"#bundle\0" + struct.pack(">Q", 1) + b"".join(struct.pack(">i", len(part)) + part for part in parts)


def take_text(data):
    end = data.index(b"\0")
    size = (end // 4 + 1) * 4
    assert len(data) >= size and not any(data[end:size]), "a text ends in one to four zeros"
    return data[:end].decode(), data[size:]


def messages(data):
    """[(address, types, values)] of a message or a bundle."""
    assert len(data) % 4 == 0, "every size is a multiple of four"
    if data.startswith(b"#bundle\0"):
        assert data[8:16] == struct.pack(">Q", 1), "the time tag: immediately"
        found, rest = [], data[16:]
        while rest:
            size, = struct.unpack(">i", rest[:4])
            assert 0 < size <= len(rest) - 4
            found += messages(rest[4:4 + size])
            rest = rest[4 + size:]
        return found
    address, rest = take_text(data)
    types, rest = take_text(rest)
    assert address.startswith("/") and types.startswith(",")
    values = []
    for kind in types[1:]:
        assert kind in "ifs", "floats, 32-bit integers and texts alone"
        if kind == "s":
            value, rest = take_text(rest)
        else:
            (value,), rest = struct.unpack(">" + kind, rest[:4]), rest[4:]
        values.append(value)
    assert not rest, "nothing behind the last value"
    return [(address, types[1:], values)]
