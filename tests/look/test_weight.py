"""A phone page must open on a weak line: at most 66 KB of style and script, compressed, in all; 13 of them are the phone's queue."""

import gzip
import re
from pathlib import Path

import pytest

from hezhang.portal.desks.offline import DESK, FILES

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
INCLUDED = re.compile(r'{% include "([^"]+)"')
LINKED = re.compile(r'static "((?:css|js|vendor)/[^"]+)"')
IMPORTED = re.compile(r'(?:import|from) "(\.[^"]+)";')


def linked(*templates: str) -> set[Path]:
    """Everything that these templates link, and the modules that it imports."""
    sources = [(ROOT / "templates" / each).read_text("utf8") for each in templates]
    for source in sources:  # grows while it is walked: shells include their sheets
        sources += [(ROOT / "templates" / name).read_text("utf8") for name in INCLUDED.findall(source)]
    ahead = [STATIC / name for source in sources for name in LINKED.findall(source)]
    return with_modules([path for path in ahead if path.suffix in {".css", ".js"}])


def with_modules(ahead: list[Path]) -> set[Path]:
    """These files, and the modules that they import."""
    found: set[Path] = set()
    while ahead:
        path = ahead.pop().resolve()
        if path not in found:
            found.add(path)
            ahead += [path.parent / name for name in IMPORTED.findall(path.read_text("utf8")) if path.suffix == ".js"]
    return found


def weight(paths: set[Path]) -> int:
    """Bytes, each file compressed as it travels."""
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


@pytest.mark.parametrize(("template", "most"), [("base_phone.html", 66), ("base_plain.html", 44), ("base.html", 130)])
def test_a_shell_is_light(template, most):
    assert 0 < weight(linked(template)) <= most * 1024


def test_the_walk_is_light_with_its_modules():
    """Without the page itself, which the server compresses to some 10 KB."""
    paths = linked("base_phone.html", "patrols/walk.html")
    assert STATIC / "js" / "lib" / "store.js" in paths
    assert weight(paths) <= 140 * 1024
    assert weight({path for path in paths if path.suffix == ".js"}) <= 70 * 1024


def test_all_that_the_walk_imports_is_kept_for_a_place_without_signal():
    modules = {path.relative_to(STATIC).as_posix() for path in linked("patrols/walk.html") if path.suffix == ".js"}
    kept = {path.relative_to(STATIC).as_posix() for pattern in FILES for path in STATIC.glob(pattern)}
    assert "js/walk/nearby.js" in modules
    assert modules <= kept - DESK


def test_the_phone_does_without_bootstrap():
    assert "bootstrap" not in (ROOT / "templates" / "base_phone.html").read_text("utf8")


def test_the_manners_of_every_page_are_small():
    assert sum(path.stat().st_size for path in with_modules([STATIC / "js" / "app.js"])) <= 16384
