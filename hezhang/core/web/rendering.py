"""Forms draw fields as Django means them to be drawn: ``{{ field.as_field_group }}`` gives components/field.html."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.template import loader
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

OWN = "components/"
SELECT = "django/forms/widgets/select.html"


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

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """A choice among a city's 2,000 rivers is written at once: Django renders two templates for each of them."""
        if template_name == SELECT:
            return select_html(context["widget"])
        return str(super().render(template_name, context, request))


def select_html(widget: dict[str, Any]) -> SafeString:
    """What Django's select.html says, in a third of the time."""
    groups = [(name, _options(options)) for name, options, _ in widget["optgroups"]]
    inner = format_html_join("", "{}", ((_group(name, options) if name else options,) for name, options in groups))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), inner)


def _options(options: list[dict[str, Any]]) -> SafeString:
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((one["value"], flatatt(one["attrs"]) if one["attrs"] else "", one["label"]) for one in options),
    )


def _group(name: str, options: SafeString) -> SafeString:
    return format_html('<optgroup label="{}">{}</optgroup>', name, options)
