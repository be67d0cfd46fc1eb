"""What axe finds wrong on the page that is open."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf8")
# Only what is told comes back: all that axe knows of the page would cross two processes as text.
ASK = "asked => axe.run(asked).then(told => told.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`))"


def prepare(page: Page) -> None:
    """For a walk through many pages: from now on every one that is opened has the script, which is half a megabyte."""
    page.context.add_init_script(SCRIPT)


def faults(page: Page, **asked: Any) -> list[str]:
    """The rule and the first place of each; ``asked``: axe's own options, such as ``runOnly``."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    return page.evaluate(ASK, {"resultTypes": ["violations"], **asked})
