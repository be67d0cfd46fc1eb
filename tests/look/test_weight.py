"""A phone page must open on a weak line: at most 60 KB of style and script, compressed, in all."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINKED = re.compile(r'static "((?:css|js|vendor)/[^"]+)"')


def weight(template: str) -> int:
    """Bytes of everything the shell links, each compressed as it travels."""
    names = LINKED.findall((ROOT / "templates" / template).read_text("utf8"))
    return sum(len(gzip.compress((ROOT / "static" / name).read_bytes())) for name in names)


@pytest.mark.parametrize(("template", "most"), [("base_phone.html", 60), ("base_plain.html", 30), ("base.html", 130)])
def test_a_shell_is_light(template, most):
    assert 0 < weight(template) <= most * 1024


def test_the_phone_does_without_bootstrap():
    assert "bootstrap" not in (ROOT / "templates" / "base_phone.html").read_text("utf8")


def test_the_manners_of_every_page_are_small():
    assert (ROOT / "static" / "js" / "app.js").stat().st_size <= 8192
