"""Forms draw fields as Django means them to be drawn: ``{{ field.as_field_group }}`` gives components/field.html."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template import loader

OWN = "components/"


class FieldGroups(DjangoTemplates):
    """Widgets from Django's own templates, field groups from ours.

    Ours go through the project's engine, which knows the tags. Django's TemplatesSetting would send the widgets there, too,
    where variables that they leave undefined fail the tests.
    """

    field_template_name = f"{OWN}field.html"

    def get_template(self, template_name: str) -> Any:
        return (
            loader.get_template(template_name) if template_name.startswith(OWN) else super().get_template(template_name)
        )
