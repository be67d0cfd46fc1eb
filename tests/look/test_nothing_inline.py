"""Templates hold nothing that the Content-Security-Policy refuses; style sheets nothing too new."""

from pathlib import Path

import pytest

from tests.look.scan import css_faults, inline_faults

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
BAD = [
    ("script without src", "<script>alert(1)</script>"),
    ("script without src", '<script type="module">x</script>'),
    ("style element", "<style>p{}</style>"),
    ("style attribute", '<p class="a" style="color:red">'),
    ("event attribute", '<button onclick="go()">'),
    ("htmx event attribute", '<div hx-on:click="go()">'),
    ("htmx eval", "<div hx-vals='js:{a: 1}'>"),
    ("javascript link", '<a href="javascript:void(0)">'),
    ("outside host", '<script src="https://cdn.example.com/x.js"></script>'),
    ("outside host", '<link href="//cdn.example.com/x.css">'),
]


def test_no_template_holds_inline_script_or_style():
    found = {str(path.relative_to(ROOT)): inline_faults(path.read_text("utf8")) for path in TEMPLATES}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("fault", "text"), BAD)
def test_the_scan_finds_each_fault(fault, text):
    assert fault in inline_faults(text)


def test_the_scan_lets_good_templates_pass():
    good = '<script src="/static/js/app.js" defer></script><button data-confirm="确定吗？">删除</button>{# style="" #}'
    assert inline_faults(good) == []


def test_no_sheet_is_too_new():
    found = {path.name: css_faults(path.read_text("utf8")) for path in SHEETS}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "text", ["a:has(b) {}", "@container (width > 1px) {}", "p { color: color-mix(in srgb, red, blue) }",
             "p { height: 100dvh }", ".a { color: red; &:hover { } }", "p { background: url(https://x.example/a.png) }"],
)  # fmt: skip
def test_the_sheet_scan_finds_each_fault(text):
    assert css_faults(text)
