"""The office's own .docx as a template: looked over before it is taken, filled in a child with limits."""

from hezhang.core.documents.templates.filling import Asked, TemplateError, doctor, fill

__all__ = ["Asked", "TemplateError", "doctor", "fill"]
