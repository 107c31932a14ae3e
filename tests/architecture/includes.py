"""The include rule: includes.py SOURCE_DIR MODULES

A module includes only headers of modules that it links, directly or through what those link publicly, and headers of its
own. Its public headers reach only what it links publicly. A header beside the sources belongs to its module alone.
MODULES has a line for each module: "name folder: public links | all links", in the order in which the build adds them;
a module links only modules above it.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


class Module:
    def __init__(self, line):
        head, links = line.split(":", 1)
        self.name, self.folder = head.split()
        public, every = links.split("|")
        self.public, self.every = public.split(), every.split()


def reachable(links, modules):
    """The modules behind `links`, through public links."""
    seen, queue = set(), list(links)
    while queue:
        name = queue.pop()
        if name in modules and name not in seen:
            seen.add(name)
            queue += modules[name].public
    return seen


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.suffix in (".hpp", ".cpp"))


def owner(include, by_folder):
    """The module whose folder a path below include/poseaae or src begins with."""
    parts = include.split("/")[:-1]
    for end in range(len(parts), 0, -1):
        if (folder := "/".join(parts[:end])) in by_folder:
            return by_folder[folder]
    return None


def problems(source, modules):
    by_folder = {module.folder: module for module in modules.values()}
    for module in modules.values():
        public = source / "include/poseaae" / module.folder
        for root, links in ((public, module.public), (source / "src" / module.folder, module.every)):
            allowed = reachable(links, modules) | {module.name}
            for path in files(root):
                for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
                    where = f"{path.relative_to(source)}: {include}"
                    if include.startswith("poseaae/"):
                        other = owner(include.removeprefix("poseaae/"), by_folder)
                        if other is None:
                            yield f"{where}: expected a header of a module"
                        elif other.name not in allowed:
                            yield f"{where}: {module.name} does not link {other.name}"
                    elif (source / "src" / include).exists() and not (path.parent / include).exists():
                        other = owner(include, by_folder)
                        if other is not module:
                            yield f"{where}: this header is of {other.name} alone"


def disorder(modules):
    above = set()
    for module in modules.values():
        for link in module.every:
            if link not in above:
                yield f"{module.name} links {link}, which the build adds later"
        above.add(module.name)


def main():
    source = pathlib.Path(sys.argv[1])
    lines = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    modules = {module.name: module for module in map(Module, lines)}
    if len(modules) < 10 or not all(files(source / "src" / module.folder) for module in modules.values()):
        sys.exit(f"expected modules with sources in {sys.argv[2]}, found {list(modules)}")
    found = [*disorder(modules), *problems(source, modules)]
    print("\n".join(found) if found else f"{len(modules)} modules keep the include rule")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
