"""The query form: which rows it keeps, and its conditions in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model, QuerySet
from django_filters import FilterSet
from django_filters.fields import DateRangeField

from hezhang.core.web.lists.asked import Asked
from hezhang.core.web.lists.cells import text_words

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.web.lists.spec import Tab

EMPTY = (None, "", [], (), {})


@dataclass(frozen=True)
class Chip:
    """One active condition in words, and the URL of the page without it."""

    name: str
    label: str
    words: str
    url: str


@dataclass
class Filtered:
    """Rows after the query form, with the form itself and its active conditions."""

    rows: QuerySet
    form: forms.Form | None = None
    chips: list[Chip] = field(default_factory=list)

    def under(self, tab: Tab | None, post: Post) -> QuerySet:
        """Of these rows those of the tab, as the post reads them; all of them on a list without tabs."""
        if tab is None:
            return self.rows
        wanted = self.form.cleaned_data if self.form else {}
        if any(wanted.get(name) and wanted[name] not in values for name, values in tab.holds.items()):
            return self.rows.none()
        return tab.of(self.rows, post)

    @property
    def words(self) -> str:
        """The conditions as one line, for the workbook and the journal."""
        return "；".join(f"{chip.label}：{chip.words}" for chip in self.chips) or "全部"


def apply(asked: Asked, queryset: QuerySet, request: Any) -> Filtered:
    """Keep the rows that the query form asks for; a value it cannot read is left aside with a notice.

    ``request`` is what the filters see as their request: it has a ``post``.
    """
    if asked.spec.filterset is None:
        return Filtered(queryset)
    filterset: FilterSet = asked.spec.filterset(asked.params, queryset=queryset, request=request)
    form = filterset.form
    for name in form.errors:
        label = form.fields[name].label if name in form.fields else "查询条件"
        asked.notices.append(f"“{label}”的值无法识别，未按它筛选。")
    prepare_widgets(form)
    return Filtered(filterset.qs, form, list(_chips(asked, form)))


def _chips(asked: Asked, form: forms.Form) -> Iterable[Chip]:
    for name, field_ in form.fields.items():
        words = condition_words(field_, form.cleaned_data.get(name))
        if words:
            yield Chip(name, str(field_.label), words, asked.url(drop=parameters(name, field_)))


def parameters(name: str, field_: forms.Field) -> set[str]:
    """The URL parameters that one field reads: its name, and for two-part fields those of its parts."""
    names = {name}
    if isinstance(field_.widget, forms.MultiWidget):
        names |= {name + suffix for suffix in field_.widget.widgets_names}
        names |= {f"{name}_{suffix}" for suffix in getattr(field_.widget, "suffixes", ())}
    return names


def condition_words(field_: forms.Field, value: Any) -> str:
    """A field's value as a person would say it; "" when it says nothing."""
    if value in EMPTY:
        return ""
    if isinstance(value, slice):
        return _range_words(*(("" if end in EMPTY else text_words(end)) for end in (value.start, value.stop)))
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, (list, tuple, set, QuerySet)):
        return "、".join(filter(None, (condition_words(field_, item) for item in value)))
    return _choice_words(field_).get(str(value)) or text_words(value)


def _range_words(first: str, last: str) -> str:
    """Whole days come as their first and last minute: the clock is left out."""
    first, last = first.removesuffix(" 00:00"), last.removesuffix(" 23:59")
    if first and last:
        return f"{first} 至 {last}"
    return f"{first} 起" if first else f"{last} 止" if last else ""


def _choice_words(field_: forms.Field) -> dict[str, str]:
    """Words by value of a plain choice; model choices name themselves."""
    if not hasattr(field_, "choices") or isinstance(field_, forms.ModelChoiceField):
        return {}
    flat: dict[str, str] = {}
    for value, words in field_.choices:
        group = words if isinstance(words, (list, tuple)) else [(value, words)]
        flat.update({str(key): str(label) for key, label in group})
    return flat


def prepare_widgets(form: forms.Form) -> None:
    """Give the widgets their classes, native date pickers, and two-part fields a name for each part.

    On the finished form: django-filter makes it from the FilterSet, so there is no form class in which to say it.
    """
    for field_ in form.fields.values():
        parts = field_.widget.widgets if isinstance(field_.widget, forms.MultiWidget) else [field_.widget]
        field_.is_two_part = len(parts) > 1  # the template gives it more room
        for index, widget in enumerate(parts):
            if len(parts) > 1:
                widget.attrs["aria-label"] = f"{field_.label}（{'起' if index == 0 else '止'}）"
            if isinstance(widget, forms.DateInput) or isinstance(field_, (DateRangeField, forms.DateField)):
                widget.input_type, widget.format = "date", "%Y-%m-%d"
            _class_widget(widget)


def _class_widget(widget: forms.Widget) -> None:
    if isinstance(widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    else:
        widget.attrs.setdefault("class", "form-control")
