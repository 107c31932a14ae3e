"""The package as a whole: docstrings, stubs, what its import takes along."""

import inspect
import re
import subprocess
import sys
import unittest

import poseaae
from support import SOURCE


def members():
    """(name, object) of everything public, in modules and classes."""
    for name, module in vars(poseaae).items():
        if not inspect.ismodule(module) or name.startswith("_"):
            continue
        yield name, module
        for key, value in vars(module).items():
            if key.startswith("_") or inspect.ismodule(value):
                continue
            yield f"{name}.{key}", value
            if inspect.isclass(value):
                for inner, member in vars(value).items():
                    if not inner.startswith("_"):
                        yield f"{name}.{key}.{inner}", member
    for name in ("Error", "UsageError", "ConfigError", "InputError", "ParseError", "ModelError", "OutputError",
                 "TrainingError", "Interrupted"):
        yield name, getattr(poseaae, name)


class Package(unittest.TestCase):
    def test_everything_says_what_it_is(self):
        found = list(members())
        self.assertGreater(len(found), 400)
        for name, value in found:
            doc = (value.__doc__ or "").strip()
            text = re.sub(r"^(\d+\. )?\w+\(.*\) -> .*$|^\w+\(\*args, \*\*kwargs\)$|^Overloaded function\.$", "", doc, flags=re.MULTILINE).strip()
            self.assertTrue(text, f"{name} has no docstring")
            self.assertRegex(text, r"[.:\"\]\)]$", f"{name}: expected whole sentences")

    def test_everything_is_in_its_module(self):
        for name, value in members():
            if inspect.isclass(value):
                self.assertEqual(f"{value.__module__}.{value.__qualname__}", f"poseaae.{name}")
        for name in poseaae.__all__:
            self.assertTrue(hasattr(poseaae, name), name)
        self.assertIn("poseaae.mocap", sys.modules)

    def test_every_class_shows_itself_in_a_line_of_its_own(self):
        bare = [name for name, value in members() if inspect.isclass(value) and value.__repr__ is object.__repr__]
        self.assertEqual(bare, [])

    def test_signatures_name_types_of_python(self):
        for name, value in members():
            for line in (getattr(value, "__doc__", None) or "").splitlines():
                if " -> " in line:
                    self.assertNotRegex(line, r"poseaae::|std::|Eigen", name)

    def test_stubs(self):
        done = subprocess.run([sys.executable, "-B", SOURCE / "src/python/stubs.py", SOURCE / "src/python/poseaae",
                               "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_stubs_are_python(self):
        stubs = sorted((SOURCE / "src/python/poseaae").glob("*.pyi"))
        self.assertGreater(len(stubs), 10)
        for stub in stubs:
            compile(stub.read_text(encoding="utf-8"), stub, "exec")

    def test_import_is_light(self):
        script = "import poseaae, sys; print(*sorted(m.split('.')[0] for m in sys.modules))"
        loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
        for heavy in ("numpy", "IPython", "asyncio"):
            self.assertNotIn(heavy, loaded.split())


if __name__ == "__main__":
    unittest.main()
