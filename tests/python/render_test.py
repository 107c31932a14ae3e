"""Pictures and animations, as arrays, bytes and files, and what a notebook shows."""

import base64
import re
import struct
import unittest
import zlib

import numpy as np

import poseaae
from poseaae import mocap, render
from support import WALTZ, InFolder


def pixels_of_png(data):
    """(H, W, 3) of an 8-bit PNG, by its specification."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            packed += body
        at += 12 + size
    assert depth == 8 and colour in (2, 6)
    channels = 3 if colour == 2 else 4
    raw = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * channels)
    image = np.zeros((height, width * channels), np.uint8)
    for y in range(height):
        line, above = raw[y, 1:].astype(int), image[y - 1].astype(int) if y else np.zeros(width * channels, int)
        done = np.zeros(width * channels, int)
        for x in range(width * channels):
            left = done[x - channels] if x >= channels else 0
            corner = above[x - channels] if x >= channels else 0
            p = left + above[x] - corner
            nearest = min((left, above[x], corner), key=lambda v: abs(p - v))
            done[x] = (line[x] + (0, left, above[x], (left + above[x]) // 2, nearest)[raw[y, 0]]) % 256
        image[y] = done
    return image.reshape(height, width, channels)[..., :3]


class Pictures(InFolder):
    def setUp(self):
        super().setUp()
        self.motion = mocap.load_clip(f"{WALTZ}:0:30").motion
        self.style = render.Style(width=64, height=48, background="#102030")

    def test_a_picture_as_array_and_as_png(self):
        picture = render.Painter(self.motion, style=self.style).picture(3)
        array = render.rasterise(picture)
        self.assertEqual((array.shape, array.dtype), ((48, 64, 3), np.uint8))
        np.testing.assert_array_equal(array[0, 0], [0x10, 0x20, 0x30])
        np.testing.assert_array_equal(np.asarray(picture), array)
        np.testing.assert_array_equal(pixels_of_png(render.png_bytes(picture)), array)
        self.assertGreater(len(np.unique(array.reshape(-1, 3), axis=0)), 10)
        self.assertTrue(render.svg_bytes(picture).startswith(b"<?xml"))
        self.assertTrue(render.pdf_bytes(picture).startswith(b"%PDF"))

    def test_frames_differ(self):
        painter = render.Painter(render.Scene(self.motion, "a title"), style=self.style)
        self.assertEqual((painter.frames, painter.paint(0).shape), (30, (painter.height, painter.width, 3)))
        self.assertGreater(np.abs(painter.paint(0).astype(int) - painter.paint(29)).max(), 50)
        with self.assertRaises(IndexError):
            painter.paint(30)

    def test_animations(self):
        data = render.gif_bytes(self.motion, style=self.style)
        render.write_output(self.folder / "a.gif", self.motion, render.OutputOptions(style=self.style))
        self.assertEqual(data, (self.folder / "a.gif").read_bytes())
        self.assertEqual((data[:6], data[-1:]), (b"GIF89a", b";"))
        self.assertEqual(struct.unpack("<HH", data[6:10]), (64, 48))
        fewer = render.gif_bytes(self.motion, style=self.style, highest_fps=10.0)
        self.assertEqual((data.count(b"\x21\xf9\x04"), fewer.count(b"\x21\xf9\x04")), (30, 10))

    def test_what_a_notebook_shows(self):
        strip = render.contact_strip(self.motion, count=8)
        self.assertEqual(self.motion._repr_png_(), render.png_bytes(strip))
        self.assertEqual(strip._repr_png_(), render.png_bytes(strip))
        film = render.animation(self.motion, style=self.style)
        shown = re.search(r'src="data:image/gif;base64,([^"]*)"', film._repr_html_())
        self.assertEqual(base64.b64decode(shown[1]), film.data)
        film.save(self.folder / "film.gif")
        self.assertEqual((self.folder / "film.gif").read_bytes(), film.data)

    def test_refusals(self):
        with self.assertRaisesRegex(poseaae.UsageError, ".gif"):
            render.write_output(self.folder / "a.jpg", self.motion)
        with self.assertRaises(poseaae.UsageError):
            render.Style(background="colourless")
        with self.assertRaises(poseaae.UsageError):
            render.Painter(self.motion, style=render.Style(width=3))


if __name__ == "__main__":
    unittest.main()
