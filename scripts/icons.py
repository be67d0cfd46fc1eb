"""Build static/img/icons.svg from an unpacked bootstrap-icons package: python scripts/icons.py <package folder>.

To add an icon: add a line here, run this, then `python scripts/vendor_check.py --write`.
"""

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "img" / "icons.svg"
ICONS = {  # our name: the package's name
    "plus": "plus-lg", "minus": "dash-lg", "upload": "upload", "download": "download", "filter": "funnel",
    "columns": "layout-three-columns", "search": "search", "check": "check-lg", "x": "x-lg", "more": "three-dots",
    "arrow-right": "arrow-right", "arrow-left": "arrow-left", "chevron-down": "chevron-down",
    "chevron-right": "chevron-right", "chevron-left": "chevron-left", "bell": "bell", "home": "house-door",
    "map": "map", "water": "droplet", "river": "water", "person": "person", "people": "people",
    "building": "building", "list": "list-ul", "clipboard": "clipboard-check", "clock": "clock",
    "alert": "exclamation-triangle", "photo": "camera", "pin": "geo-alt", "edit": "pencil-square",
    "trash": "trash3", "history": "clock-history", "flag": "flag", "chart": "bar-chart-line", "star": "star",
    "gear": "gear", "help": "question-circle", "logout": "box-arrow-right", "swap": "arrow-left-right",
    "phone": "telephone", "doc": "file-earmark-text", "play": "play-fill", "stop": "stop-fill", "eye": "eye",
    "eye-off": "eye-slash", "key": "key", "lock": "lock", "calendar": "calendar3", "inbox": "inbox",
    "refresh": "arrow-clockwise", "link": "link-45deg", "menu": "list", "info": "info-circle",
    "done": "check-circle", "fail": "x-circle", "print": "printer", "text": "fonts", "mail": "envelope",
    "send": "send", "shield": "shield-check", "surface": "droplet-half", "channel": "layers", "ban": "slash-circle",
    "outlet": "box-arrow-down", "signpost": "signpost-2", "works": "bricks",
}  # fmt: skip


def symbol(name: str, svg: str) -> str:
    """One <symbol> with the drawing of one icon file."""
    body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S).group(1)  # type: ignore[union-attr]
    drawing = re.sub(r">\s+<", "><", body.strip())
    return f'<symbol id="{name}" viewBox="0 0 16 16">{drawing}</symbol>'


def build(package: Path) -> str:
    """The whole sprite as text."""
    drawn = [symbol(name, (package / "icons" / f"{source}.svg").read_text()) for name, source in ICONS.items()]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(drawn) + "\n</svg>\n"


if __name__ == "__main__":
    SPRITE.write_text(build(Path(sys.argv[1])))
