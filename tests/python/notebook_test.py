"""The notebook of docs/ runs from its first cell to its last, and shows what it says.

With NOTEBOOK_PICTURES=FOLDER, its pictures are written there, to be looked at.
"""

import base64
import json
import os
import pathlib
import re
import struct
import sys
import time
import unittest

import nbformat
from nbclient import NotebookClient

from support import SOURCE, InFolder


class Notebook(InFolder):
    def setUp(self):
        super().setUp()
        # A kernel of this very Python, whatever others are installed.
        kernel = self.folder / "kernels/python3"
        kernel.mkdir(parents=True)
        (kernel / "kernel.json").write_text(json.dumps({
            "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "display_name": "Python 3", "language": "python"}), encoding="utf-8")
        os.environ["JUPYTER_PATH"] = str(self.folder)
        os.environ["TMPDIR"] = str(self.folder)  # where the run goes

    def test_it_runs_and_shows_pictures(self):
        notebook = nbformat.read(SOURCE / "docs/explore.ipynb", as_version=4)
        self.assertFalse(any(cell.get("outputs") for cell in notebook.cells), "docs/explore.ipynb: expected no outputs")
        start = time.monotonic()
        NotebookClient(notebook, timeout=400, kernel_name="python3", resources={"metadata": {"path": str(SOURCE / "docs")}}).execute()
        self.assertLess(time.monotonic() - start, 300, "the notebook promises minutes")
        pictures = []
        text = ""
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                self.assertNotEqual(output.output_type, "error")
                text += output.get("text", "")
                data = output.get("data", {})
                if "image/png" in data:
                    pictures.append(("png", base64.b64decode(data["image/png"])))
                elif found := re.search(r'src="data:image/gif;base64,([^"]*)"', data.get("text/html", "")):
                    pictures.append(("gif", base64.b64decode(found[1])))
        self.assertEqual([kind for kind, _ in pictures], ["png", "png", "png", "gif", "png", "png"])
        for kind, data in pictures:
            width, height = struct.unpack(">II", data[16:24]) if kind == "png" else struct.unpack("<HH", data[6:10])
            self.assertTrue(width >= 100 and height >= 100, (kind, width, height))
        self.assertRegex(text, r"MPJPE \d+\.\d mm")
        self.assertLess(float(re.search(r"MPJPE (\d+\.\d) mm", text)[1]), 100.0)
        if folder := os.environ.get("NOTEBOOK_PICTURES"):
            for i, (kind, data) in enumerate(pictures):
                (pathlib.Path(folder) / f"{i}.{kind}").write_bytes(data)
            (pathlib.Path(folder) / "text.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
