"""Looks a template over, and fills it. Runs in a child process (``kernel.confined``): the template comes from outside.

Two fences: only names, and conditions on names, are let through (an allow-list over Jinja's syntax tree), and what is let
through runs in Jinja's sandbox, without a single function, filter or attribute.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hezhang.core.documents.templates.package import inspect
from hezhang.core.kernel.confined_child import RefusedError

ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)
MOST_TAGS = 500
MOST_SHOWN = 10
LONGEST = 60  # characters of a tag that a sentence repeats
PARTS = ("title", "subject", "author", "comments", "keywords", "category", "identifier", "language", "version",
         "content_status", "last_modified_by")  # fmt: skip
ONLY = "模板里只能写占位符（如 {{ 文号 }}）和按占位符取舍的 {% if 文号 %}…{% endif %}"
_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.S)


def work(told: dict[str, Any], data: bytes) -> Iterator[bytes]:
    """``names`` it may use, ``needed`` of them, ``values`` by name. The filled .docx in parts, or with ``check`` the faults."""
    inspect(data)
    template = _opened(data)
    faults = list(dict.fromkeys(_faults(template, told["names"], told["needed"])))
    if told["check"] and faults:
        yield json.dumps(faults[:MOST_SHOWN], ensure_ascii=False).encode()
        return
    if faults:
        raise RefusedError(faults[0])
    filled = _filled(template, told["values"])
    yield json.dumps([]).encode() if told["check"] else filled


def _environment() -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    for offered in (env.globals, env.filters, env.tests):
        offered.clear()
    return env


def _opened(data: bytes) -> DocxTemplate:
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.init_docx()
        return template
    except Exception as error:  # whatever its parsers raise
        raise RefusedError("模板打不开，可能已损坏。请用 Word 或 WPS 打开检查，另存为“.docx”后再上传。") from error


def _sources(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    """(where, text with Jinja in it) of everything that is going to be filled."""
    yield "正文", template.patch_xml(template.get_xml())
    for uri, where in ((template.HEADER_URI, "页眉"), (template.FOOTER_URI, "页脚")):
        for _, part in template.get_headers_footers(uri):
            yield where, template.patch_xml(template.get_part_xml(part))
    told = template.docx.core_properties
    yield "文档属性", "\n".join(str(getattr(told, name) or "") for name in PARTS)
    for part in template.docx.part.package.parts:
        if "footnotes" in str(part.partname) or "endnotes" in str(part.partname):
            yield "脚注", template.patch_xml(part.blob.decode("utf-8", "replace"))


def _faults(template: DocxTemplate, names: list[str], needed: list[str]) -> Iterator[str]:
    """What is wrong with it, in sentences: tags that are none, names that nobody knows, names that must be there."""
    env, used, is_whole = _environment(), set(), True
    for where, source in _sources(template):
        if len(tags := _TAG.findall(source)) > MOST_TAGS:
            yield f"{where}里的占位符超过 {MOST_TAGS} 个，请精简模板。"
            return
        try:
            tree = env.parse(source)
        except TemplateSyntaxError as error:
            yield f"{where}里有写错的占位符：{_near(source, error.lineno, tags)}。请检查花括号是否成对、{{% if %}} 是否有 {{% endif %}}。"
            is_whole = False
            continue
        if strange := [node for node in tree.find_all(nodes.Node) if not isinstance(node, ALLOWED)]:
            yield f"{where}里有不能用的写法：{_near(source, strange[0].lineno, tags)}。{ONLY}。"
            is_whole = False
            continue
        for node in tree.find_all(nodes.Name):
            used.add(node.name)
            if node.name not in names:
                yield _unknown(where, node.name, names)
    yield from (f"缺少占位符“{{{{ {name} }}}}”，请在模板里加上。" for name in needed if is_whole and name not in used)


def _unknown(where: str, name: str, names: list[str]) -> str:
    close = get_close_matches(name, names, 1, 0.4)
    hint = f"是不是“{{{{ {close[0]} }}}}”？" if close else f"可用的有：{'、'.join(names)}。"
    return f"{where}里的占位符“{{{{ {name if len(name) <= LONGEST else '…'} }}}}”不认识。{hint}"


def _near(source: str, line: int, tags: list[str]) -> str:
    """The tag that it is about, as it is written: the first on its line, else the first that is not a plain name."""
    lines = source.split("\n")
    here = _TAG.findall(lines[line - 1]) if 0 < line <= len(lines) else []
    odd = [tag for tag in here or tags if not re.fullmatch(r"\{\{-?\s*\w+\s*-?\}\}", tag)]
    tag = re.sub(r"<[^>]*>", "", (odd or here or tags or ["？"])[0])
    return f"“{tag if len(tag) <= LONGEST else tag[: LONGEST - 1] + '…'}”"


def _filled(template: DocxTemplate, values: dict[str, str]) -> bytes:
    try:
        template.render(values, jinja_env=_environment(), autoescape=True)
        out = io.BytesIO()
        template.save(out)
        DocxTemplate(io.BytesIO(out.getvalue())).init_docx()  # what Word would not open is not handed out
        return out.getvalue()
    except Exception as error:  # whatever Jinja and the parsers raise
        raise RefusedError(
            "模板填不出来：占位符可能跨了表格行或段落。请把每个占位符写在同一格、同一段里，再上传。"
        ) from error
