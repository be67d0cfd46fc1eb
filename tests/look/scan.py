"""What a template or a style sheet must not contain."""

import re

INLINE = {
    "script without src": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "style element": re.compile(r"<style[\s>]", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "htmx event attribute": re.compile(r"\shx-on[:\-]", re.I),
    "htmx eval": re.compile(r"hx-(vals|headers)=[\"']js:", re.I),
    "javascript link": re.compile(r"javascript:", re.I),
    "outside host": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.I),
}
# Newer than Chromium 90 or Safari 14.5, the floor.
TOO_NEW = {
    "has": re.compile(r":has\("),
    "container query": re.compile(r"@container"),
    "layer": re.compile(r"@layer"),
    "color-mix": re.compile(r"color-mix\("),
    "dynamic viewport unit": re.compile(r"\d(?:dvh|svh|lvh|dvw)\b"),
    "nesting": re.compile(r"\{[^{}@]*&[\s.:>]"),
    "outside host": re.compile(r"url\([\"']?(?:https?:)?//"),
}


def inline_faults(text: str) -> list[str]:
    """Names of what the Content-Security-Policy would refuse in this template."""
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def css_faults(text: str) -> list[str]:
    """Names of what old browsers or a closed network would not do."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return [name for name, pattern in TOO_NEW.items() if pattern.search(text)]
