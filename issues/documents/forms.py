"""What is asked for about an office's own template."""

from __future__ import annotations

from django import forms

from issues.documents.choices import PaperKind


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label="文书", choices=PaperKind.choices)
    file = forms.FileField(
        label="Word 模板",
        help_text=".docx，不超过 5 MB，不带宏。占位符写成 {{ 问题编号 }}；上传时逐个检查。",
        allow_empty_file=False,
    )
