"""What axe finds wrong on the page that is open."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf8")
# Only what is told comes back: all that axe knows of the page would cross two processes as text.
TOLD = "told => told.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`)"
ASK = f"asked => axe.run(asked).then({TOLD})"
# Contrast is nine tenths of axe's work, and a ledger has one look in a thousand cells: of each look, told by the classes up to
# four parts above and by the colours, the first and the last that can be seen are asked about, once while the tab is open.
FAINT = """() => {
  const known = new Set(JSON.parse(sessionStorage.getItem('axe-looks') || '[]')), found = new Map();
  const ground = part => {
    for (let at = part; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      if (backgroundImage !== 'none' || !/, 0\\)$/.test(backgroundColor)) return backgroundColor + backgroundImage;
    }
    return '';
  };
  const parts = new Set(document.querySelectorAll('input, select, textarea'));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.data.trim()) parts.add(texts.currentNode.parentElement);
  for (const part of parts) {
    if (!part.getClientRects().length) continue;
    const { color, fontSize, fontWeight, opacity, visibility } = getComputedStyle(part);
    const above = [];
    for (let at = part; at && above.length < 5; at = at.parentElement) above.push(`${at.tagName}.${at.className}`);
    const look = [above, color, fontSize, fontWeight, opacity, visibility, ground(part), part.disabled, part.type].join('|');
    if (!known.has(look)) found.set(look, [found.get(look)?.[0] || part, part]);
  }
  sessionStorage.setItem('axe-looks', JSON.stringify([...known, ...found.keys()]));
  const include = [...new Set([...found.values()].flat())];
  if (!include.length) return [];
  return axe.run({ include }, { runOnly: ['color-contrast'], resultTypes: ['violations'] }).then(TOLD);
}""".replace("TOLD", TOLD)


def prepare(page: Page) -> None:
    """For a walk through many pages: from now on every one that is opened has the script, which is half a megabyte."""
    page.context.add_init_script(SCRIPT)


def faults(page: Page, **asked: Any) -> list[str]:
    """The rule and the first place of each; ``asked``: axe's own options, such as ``runOnly``."""
    _loaded(page)
    return page.evaluate(ASK, {"resultTypes": ["violations"], **asked})


def faint(page: Page) -> list[str]:
    """Text with too little contrast, as `faults` tells it: only looks that this tab has not yet shown are asked about."""
    _loaded(page)
    return page.evaluate(FAINT)


def _loaded(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
