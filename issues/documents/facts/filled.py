"""A paper's own words, by the names under which a template asks for them."""

from __future__ import annotations

from hezhang.core.documents.paper import Form, Paper, Paragraph


def values_of(paper: Paper) -> dict[str, str]:
    """标题, 文号 … and every label of its forms."""
    told = {
        "标题": paper.title, "文号": paper.number, "主送": paper.addressee, "落款": paper.signature,
        "日期": paper.day_words, "抄送": "，".join(paper.copies),
        "正文": "\n".join(part.text for part in paper.parts if isinstance(part, Paragraph)),
    }  # fmt: skip
    forms = [part for part in paper.parts if isinstance(part, Form)]
    return told | {label: value for form in forms for line in form.lines for label, value in line}
