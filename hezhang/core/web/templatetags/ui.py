"""Tags that every template may use (loaded as a builtin)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.forms.models import ModelChoiceIterator
from django.forms.widgets import Input
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hezhang.core.kernel.words import NOTHING, day_words, due_words, mask_phone, moment_words
from hezhang.core.web.form_words import sentences
from hezhang.core.web.picking import LONG, letters, with_initials

register = template.Library()
TONES = {  # how a tone is drawn: icon beside the word, so that colour never stands alone
    "blue": "play", "green": "check", "orange": "clock", "red": "alert", "grey": "minus", "cyan": "arrow-right",
}  # fmt: skip
SOON = 3  # days: from here on a deadline is shown as pressing


def link_html(words: object, url: str) -> SafeString | str:
    """Words that lead somewhere; the bare words where ``url`` is ""."""
    return format_html('<a href="{}">{}</a>', url, words) if url else str(words)


# Sixty icons in a few classes, hundreds of times a page: drawn once.
@lru_cache(maxsize=256)
def icon_svg(name: str, extra: str = "") -> SafeString:
    """The drawing of one icon; hidden from screen readers, because a word stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra, static("img/icons.svg"), name,
    )  # fmt: skip


@lru_cache(maxsize=512)
def tag_html(word: str, tone: str = "grey") -> SafeString:
    """A coloured tag: colour, icon and word."""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, icon_svg(TONES.get(tone, "minus")), word)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """{% icon "plus" %}; ``extra`` is a further class, e.g. "icon-lg"."""
    return icon_svg(name, extra)


@register.simple_tag
def tag(word: Any, tone: str = "grey") -> SafeString:
    """{% tag "较严重" "orange" %}."""
    return tag_html(str(word), tone)


@register.simple_tag
def state(obj: Any) -> SafeString:
    """{% state issue %}: the word of ``obj.state``, in the tone that its app gave it beside the label."""
    return tag_html(obj.get_state_display(), obj.state_tone)


@register.simple_tag
def due(day: date | None) -> SafeString | str:
    """{% due issue.due_on %}: 剩余 3 天, 今天到期, 超期 2 天."""
    if day is None:
        return NOTHING
    today = timezone.localdate()
    left = (day - today).days
    tone, picture = ("red", "alert") if left < 0 else ("orange", "clock") if left <= SOON else ("calm", "clock")
    return format_html(
        '<span class="due due-{}" title="{}">{}{}</span>',
        tone,
        day_words(day),
        icon_svg(picture),
        due_words(day, today),
    )


def brief_words(value: datetime | None, now: datetime) -> str:
    """11月21日 14:05 within this year, else with the year: a phone's line has no room for what everybody knows."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{_brief_day(value, now)} {local:%H:%M}"


def _brief_day(value: datetime, now: datetime) -> str:
    local = timezone.localtime(value)
    return f"{local.month}月{local.day}日" if local.year == timezone.localtime(now).year else day_words(value)


def ago_words(value: datetime | None, now: datetime) -> str:
    """刚刚, 5 分钟前, 3 小时前, 昨天 14:05, 6 天前, else the day (of another year with its year)."""
    if value is None:
        return NOTHING
    local, minutes = timezone.localtime(value), int((now - value).total_seconds() // 60)
    days = (timezone.localtime(now).date() - local.date()).days
    if minutes < 0 or days > 6:
        return _brief_day(value, now)
    if days == 0:
        return "刚刚" if minutes < 1 else f"{minutes} 分钟前" if minutes < 60 else f"{minutes // 60} 小时前"
    return f"昨天 {local:%H:%M}" if days == 1 else f"{days} 天前"


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """{% day patrol.started_at %}."""
    return day_words(value)


@register.simple_tag
def when(value: datetime | None) -> str:
    """{% when issue.found_at %}."""
    return moment_words(value)


@register.simple_tag
def brief(value: datetime | None) -> SafeString:
    """{% brief patrol.started_at %}, never broken within the date."""
    return format_html('<span class="nowrap">{}</span>', brief_words(value, timezone.now()))


@register.simple_tag
def ago(value: datetime | None) -> SafeString | str:
    """{% ago message.created_at %}, with the exact time as a hint."""
    if value is None:
        return NOTHING
    words = ago_words(value, timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), moment_words(value), words)


@register.filter
def mask(phone: str | None) -> str:
    """138****5678."""
    return mask_phone(phone)


# ── Forms ───────────────────────────────────────────────────────────────────────────────────────
KINDS = {"select": "select", "checkbox": "check", "radio": "choices", "checkboxselect": "choices"}


@register.filter
def kind(field: BoundField) -> str:
    """How a field is drawn: input, select, area, check (one box), choices (radios, boxes), file."""
    widget = field.field.widget
    name = type(widget).__name__.lower()
    if "radio" in name or "checkboxselect" in name:
        return "choices"
    if "checkbox" in name:
        return "check"
    if "select" in name and not isinstance(widget, Input):
        return "select"
    if "textarea" in name:
        return "area"
    return "file" if getattr(widget, "needs_multipart_form", False) else "input"


@register.filter
def is_photo(field: BoundField) -> bool:
    """Whether a field takes photos: drawn as one big tile that opens the camera or the album."""
    return kind(field) == "file" and "image" in field.field.widget.attrs.get("accept", "")


@register.filter
def is_needed(field: BoundField) -> bool:
    """Whether the star of a required field stands beside the label; a form may ask for more than its fields do."""
    return field.field.required or getattr(field.field, "is_needed", False)


CLASSES = {"input": "form-control", "area": "form-control", "file": "form-control", "select": "form-select"}
DASHES = BLANK_CHOICE_DASH[0][1]
# A field's own type says which keyboard and picker a phone shows; Django draws dates as text by default.
TYPES = {"DateField": "date", "DateTimeField": "datetime-local", "TimeField": "time"}


def attributes(field: BoundField) -> dict[str, Any]:
    """Class, description and error marks of a field's control."""
    sort, own = kind(field), field.field.widget.attrs
    attrs: dict[str, Any] = {"class": f"{own.get('class', '')} {CLASSES.get(sort, 'form-check-input')}".strip()}
    notes = [f"{field.auto_id}_{part}" for part, there in (("hint", field.help_text), ("error", field.errors)) if there]
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    if field.errors:
        attrs |= {"aria-invalid": "true", "class": attrs["class"] + " is-invalid"}
    if sort == "area":
        # Django's default is 40 × 10; the width is the sheet's to say.
        attrs |= {"rows": "3" if own.get("rows") == "10" else own.get("rows"), "cols": False}
    if is_photo(field):
        attrs["data-photos"] = True
    if limit := getattr(field.field, "max_length", None):
        # Django's maxlength makes the browser cut a longer paste without a word; the limit is for the counter.
        attrs |= {"maxlength": False, "data-limit": str(limit)}
    return attrs


def native(field: BoundField) -> Any:
    """The widget, with the browser's own date picker where the form left Django's text box."""
    wanted = TYPES.get(type(field.field).__name__)
    widget = field.field.widget
    if getattr(field.field, "empty_label", "") == DASHES:
        field.field.empty_label = "请选择"
    offered = getattr(widget, "choices", ())
    # Listing the choices of a model would ask the database once more.
    if not isinstance(offered, ModelChoiceIterator) and (listed := list(offered))[:1] == [("", DASHES)]:
        widget.choices = [("", "请选择"), *listed[1:]]
    if wanted and getattr(widget, "input_type", "") == "text":
        widget.input_type = wanted
        widget.format = {"date": "%Y-%m-%d", "datetime-local": "%Y-%m-%dT%H:%M", "time": "%H:%M"}[wanted]
    return widget


@register.filter
def control(field: BoundField) -> SafeString:
    """The control itself, with our classes and what screen readers need."""
    return with_initials(field.as_widget(widget=native(field), attrs=attributes(field)))


@register.filter
def seen(field: BoundField) -> SafeString | str:
    """What stood in it when the page was drawn, hidden, where the form asks for it (``show_hidden_initial``)."""
    return field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""


@register.filter
def pickable(field: BoundField) -> SafeString:
    """The control of a list's query form, as it was prepared."""
    return with_initials(field.as_widget())


@register.filter
def choices(field: BoundField) -> list[Any]:
    """The radios or boxes of a group, each with ``tag``, ``choice_label`` and ``id_for_label``."""
    field.field.widget.attrs["class"] = "form-check-input" + (" is-invalid" if field.errors else "")
    return list(field.subwidgets)


@dataclass(frozen=True)
class Groups:
    """The boxes of a field under the names of their groups ("" for none); of many one looks for some by typing."""

    rows: list[tuple[str, list[Any]]]
    is_long: bool


@register.filter
def choice_groups(field: BoundField) -> Groups:
    """A field of model choices may name the group of each: ``group_of(instance)``; those of one group follow each other."""
    group_of = getattr(field.field, "group_of", None)
    boxes = choices(field)
    named = groupby(boxes, lambda box: group_of(box.data["value"].instance) if group_of else "")
    rows = [(name, list(found)) for name, found in named]
    is_one_of = "radio" in type(field.field.widget).__name__.lower()
    return Groups(rows, len(boxes) > LONG and not is_one_of)


register.filter("letters", letters)


@register.filter
def anchor(field: BoundField) -> str:
    """The id that the error summary links to: the control, or the first choice of a group."""
    return f"{field.auto_id}_0" if kind(field) == "choices" else str(field.auto_id)


@register.filter
def error_words(field: BoundField) -> list[str]:
    """The errors of one field as sentences that stand alone."""
    return sentences(field, kind(field))


@register.filter
def shown_errors(form: Any) -> list[tuple[str, str]]:
    """All errors of a form in the order of its fields: (anchor or "", words)."""
    whole = [("", str(error)) for error in form.non_field_errors()]
    hidden = [("", words) for field in form.hidden_fields() for words in error_words(field)]
    return whole + hidden + [(anchor(field), words) for field in form.visible_fields() for words in error_words(field)]


@register.filter
def is_wide(field: BoundField) -> bool:
    """Whether a field takes a row of its own in a form of two columns."""
    return kind(field) in {"area", "choices", "file", "check"}
