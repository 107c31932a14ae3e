"""Reads a run's event files as TensorBoard does: event_reader.py FOLDER.

Written from the public descriptions of the format (record_writer.h, event.proto, summary.proto, crc32c in RFC 3720, the wire
format of protocol buffers), with nothing of this project. Files are read in the order of their names. A record that
is cut off ends its file; any other damage ends this program. SessionLog.START purges what earlier files say of its step and of
later ones. Prints, of what is left, one line a value: its kind, tag, step, and

    scalar      the number
    image       width, height, channels, bytes
    histogram   min, max, count, sum, sum of squares, and the counts of its buckets

and before them a line for each file: "file NAME EVENTS", with " cut off" if it is.
"""

import os
import struct
import sys

TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    TABLE.append(byte)


def masked_crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


assert masked_crc32c(b"123456789") == ((0xE3069283 >> 15 | 0xE3069283 << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data, name):
    """The records of a file, and None where one is cut off."""
    at = 0
    while at < len(data):
        head = data[at : at + 12]
        if len(head) < 12:
            yield None
            return
        length, check = struct.unpack("<QI", head)
        assert check == masked_crc32c(head[:8]), f"{name}: byte {at}: another check of the length"
        body = data[at + 12 : at + 16 + length]
        if len(body) < length + 4:
            yield None
            return
        assert struct.unpack("<I", body[length:])[0] == masked_crc32c(body[:length]), f"{name}: byte {at}: another check"
        yield body[:length]
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def fields(data):
    """(number, value) of each field of a message: whole numbers, or bytes."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        if tag & 7 == 0:
            value, at = varint(data, at)
        else:
            size, at = varint(data, at) if tag & 7 == 2 else ({1: 8, 5: 4}[tag & 7], at)
            value = data[at : at + size]
            assert len(value) == size, "a field that is cut off"
            at += size
        yield tag >> 3, value


def number(data):
    return struct.unpack("<f" if len(data) == 4 else "<d", data)[0]


def numbers(data):
    return struct.unpack(f"<{len(data) // 8}d", data)


def shown(kind, value):
    if kind == 2:
        return "scalar", repr(number(value))
    found = dict(fields(value))
    if kind == 4:
        height, width, channels, png = (found[i] for i in (1, 2, 3, 4))
        assert png[:8] == b"\x89PNG\r\n\x1a\n", "a picture that is no PNG"
        assert png[16:24] == struct.pack(">II", width, height), "a picture of another size"
        return "image", f"{width} {height} {channels} {len(png)}"
    assert kind == 5, f"a value of kind {kind}"
    limits, counts = numbers(found[6]), numbers(found[7])
    assert len(limits) == len(counts), "limits that are not as many as buckets"
    assert all(a < b for a, b in zip(limits, limits[1:])), "limits out of order"
    assert limits[-1] >= number(found[2]), "a histogram that ends below its largest value"
    moments = " ".join(repr(number(found[i])) for i in range(1, 6))
    return "histogram", moments + " | " + " ".join(f"{count:g}" for count in counts)


def main(folder):
    kept = []
    last = 0.0
    for name in sorted(os.listdir(folder)):
        if "tfevents" not in name:
            continue
        events = 0
        cut_off = ""
        for record in records(open(os.path.join(folder, name), "rb").read(), name):
            if record is None:
                cut_off = " cut off"
                break
            event = dict(fields(record))
            now = number(event[1])
            assert now >= last, f"{name}: time goes back"
            last = now
            step = event.get(2, 0)
            if events == 0:
                assert event[3] == b"brain.Event:2", f"{name}: begins with another version"
            if 7 in event and dict(fields(event[7])).get(1) == 1:
                kept = [value for value in kept if value[0] < step]
            for _, value in fields(event.get(5, b"")):
                parts = dict(fields(value))
                tag = parts.pop(1).decode()
                for kind, content in parts.items():
                    kept.append((step, tag, *shown(kind, content)))
            events += 1
        print(f"file {name} {events}{cut_off}")
    for step, tag, kind, text in kept:
        print(kind, tag, step, text)


main(sys.argv[1])
