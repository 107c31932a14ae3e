"""What an APNG holds, by the PNG specification (third edition, with its animation chunks) alone:
apng_reader.py FILE [FRAME OUT.ppm]

Prints "WIDTH HEIGHT FRAMES PLAYS", then a line for each frame with its delay as a fraction of a second,
"NUMERATOR/DENOMINATOR". With a number and a name, it also writes that frame, as shown, in PPM.
"""

import sys
import zlib

FILTERS = 5


def chunks(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    at, found = 8, b""
    while at < len(data):
        size, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        body = data[at + 8:at + 8 + size]
        assert zlib.crc32(kind + body) == int.from_bytes(data[at + 8 + size:at + 12 + size], "big"), kind
        at, found = at + 12 + size, kind
        yield kind, body
    assert found == b"IEND" and at == len(data), "bytes are missing, or too many"


def pixels(packed, width, height, channels):
    """Rows of bytes, filters taken back."""
    raw, rows, above = zlib.decompress(packed), [], bytearray(width * channels)
    stride = width * channels
    assert len(raw) == height * (stride + 1), "pixels of another size"
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left = row[i - channels] if i >= channels else 0
            up, corner = above[i], above[i - channels] if i >= channels else 0
            if kind == 1:
                add = left
            elif kind == 2:
                add = up
            elif kind == 3:
                add = (left + up) // 2
            elif kind == 4:
                p = left + up - corner
                a, b, c = abs(p - left), abs(p - up), abs(p - corner)
                add = left if a <= b and a <= c else up if b <= c else corner
            else:
                add = 0
            row[i] = (row[i] + add) & 255
        rows.append(row)
        above = row
    return rows


class Canvas:
    def __init__(self, width, height, channels):
        self.channels = channels
        self.rows = [bytearray(width * channels) for _ in range(height)]

    def show(self, control, packed):
        """Draws a frame; returns the canvas as it is afterwards, and as the next frame finds it."""
        width, height, x, y = (int.from_bytes(control[i:i + 4], "big") for i in (4, 8, 12, 16))
        dispose, blend = control[24], control[25]
        before = [bytearray(row) for row in self.rows]
        n = self.channels
        for dy, row in enumerate(pixels(packed, width, height, n)):
            target = self.rows[y + dy]
            for dx in range(width):
                new = row[dx * n:(dx + 1) * n]
                if blend == 1 and n == 4 and new[3] < 255:
                    assert new[3] == 0, "half transparent pixels are not expected"
                    continue
                target[(x + dx) * n:(x + dx + 1) * n] = new
        shown = [bytearray(row) for row in self.rows]
        if dispose == 1:
            for dy in range(height):
                self.rows[y + dy][x * n:(x + width) * n] = bytes(width * n)
        elif dispose == 2:
            self.rows = before
        return shown


def read(name):
    with open(name, "rb") as file:
        found = list(chunks(file.read()))
    header = dict(found)[b"IHDR"]
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    assert header[8] == 8 and header[9] in (2, 6) and header[12] == 0, "not eight bits of RGB"
    animation = next((body for kind, body in found if kind == b"acTL"), None)
    frames, sequence = [], 0
    for kind, body in found:
        if kind in (b"fcTL", b"fdAT"):
            assert int.from_bytes(body[:4], "big") == sequence, "frames out of order"
            sequence += 1
        if kind == b"fcTL":
            frames.append([body, b""])
        elif kind == b"IDAT" and frames:
            frames[0][1] += body
        elif kind == b"fdAT":
            frames[-1][1] += body[4:]
    return width, height, 4 if header[9] == 6 else 3, animation, frames


def main():
    width, height, channels, animation, frames = read(sys.argv[1])
    count, plays = (int.from_bytes(animation[i:i + 4], "big") for i in (0, 4))
    assert count == len(frames), f"{count} frames were announced, {len(frames)} are there"
    print(width, height, count, plays)
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else -1
    canvas = Canvas(width, height, channels)
    for k, (control, packed) in enumerate(frames):
        print(f"{int.from_bytes(control[20:22], 'big')}/{int.from_bytes(control[22:24], 'big')}")
        if k > wanted:
            continue
        shown = canvas.show(control, packed)
        if k == wanted:
            with open(sys.argv[3], "wb") as out:
                out.write(b"P6\n%d %d\n255\n" % (width, height))
                for row in shown:
                    out.write(b"".join(row[i:i + 3] for i in range(0, len(row), channels)))


main()
