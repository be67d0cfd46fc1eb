"""Forms: errors on top and at the field in the same words, what was typed is kept, controls are described."""

import re
from pathlib import Path

from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from patrols.norms.models import Norm


class Sample(forms.Form):
    name = forms.CharField(label="名称", max_length=4, help_text="简短")
    on = forms.DateField(label="日期")
    sort = forms.ChoiceField(label="类别", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    unit = forms.ChoiceField(label="单位", choices=[("", "请选择"), ("1", "水利局")])
    words = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    photo = forms.ImageField(label="照片", required=False)
    sure = forms.BooleanField(label="已核实")
    secret = forms.CharField(label="标识", widget=forms.HiddenInput, required=False)

    def clean_words(self):
        if self.cleaned_data["words"] == "坏":
            raise forms.ValidationError("说明不能只写“坏”。")
        return self.cleaned_data["words"]

    def clean(self):
        if self.data.get("secret") == "x":
            raise forms.ValidationError("整体有误。")


def page(form: forms.Form, **more) -> str:
    return render_to_string("components/form.html", {"form": form, **more}, RequestFactory().get("/"))


def summary(html: str) -> list[tuple[str, str]]:
    box = html[html.index("error-summary") : html.index("</ul>")]
    return re.findall(r'<a href="#([^"]+)">([^<]+)</a>', box)


def test_each_error_stands_on_top_and_at_its_field_in_the_same_words():
    html = page(Sample({"name": "太长的名称", "on": "昨天", "unit": "9", "words": "坏"}))
    listed = summary(html)
    assert listed == [
        ("id_name", "“名称”最多 4 个字，现在有 5 个。"),
        ("id_on", "“日期”应为日期，如 2026-11-21。"),
        ("id_sort_0", "请选择“类别”。"),
        ("id_unit", "请从列表中选择“单位”。"),
        ("id_words", "说明不能只写“坏”。"),
        ("id_sure", "请勾选“已核实”。"),
    ]
    for target, words in listed:
        assert f'id="{target}"' in html
        assert html.count(words) == 2


def test_errors_of_the_whole_form_stand_on_top():
    assert "整体有误。" in page(Sample({"secret": "x"}))


def test_a_clean_form_has_no_summary():
    assert "error-summary" not in page(Sample())


def test_a_wrong_control_says_so_and_is_described_by_hint_and_error():
    html = page(Sample({"name": ""}))
    control = re.search(r'<input[^>]*name="name"[^>]*>', html).group()
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_name_hint id_name_error"' in control
    assert 'id="id_name_hint"' in html
    assert 'id="id_name_error"' in html


def test_what_was_typed_is_kept_and_is_only_text():
    html = page(Sample({"name": '<b onclick="x">', "words": "</textarea><script>1</script>", "sort": "b"}))
    assert "&lt;b onclick=&quot;x&quot;&gt;" in html
    assert "<script>1" not in html
    assert re.search(r'value="b"[^>]*checked', html)


def test_dates_use_the_native_picker_and_files_make_the_form_multipart():
    html = page(Sample(initial={"on": "2026-11-21"}))
    assert re.search(r'<input type="date" name="on" value="2026-11-21"', html)
    assert 'enctype="multipart/form-data"' in html
    assert re.search(r'<input type="file"[^>]*data-photos', html)


def test_buttons_say_what_they_do():
    html = page(Sample(), submit="登记", cancel="/back/", action="/do/")
    assert ">登记</button>" in html
    assert '<a class="btn btn-outline-secondary" href="/back/">取消</a>' in html
    assert 'action="/do/"' in html
    assert "取消" not in page(Sample())


def test_a_form_may_keep_its_own_words():
    class Own(forms.Form):
        name = forms.CharField(label="名称", error_messages={"required": "名称要写全称。"})

    assert page(Own({})).count("名称要写全称。") == 2


def test_required_is_said_in_words_too():
    html = page(Sample())
    assert html.count("（必填）") == 5


def test_an_empty_choice_says_what_to_do_in_forms_of_models_too():
    norm = forms.modelform_factory(Norm, fields=["unit"])
    assert page(norm()).count(">请选择</option>") == 1
    assert "-----" not in page(norm())


def test_fields_are_djangos_field_groups_and_one_may_bring_its_own():
    group = str(Sample()["name"].as_field_group())
    assert '<div class="field field-input">' in group and 'aria-describedby="id_name_hint"' in group
    form = Sample()
    form.fields["name"].template_name = "components/field_must.html"
    assert "field-input" not in str(form["name"].as_field_group())
    assert page(Sample()).count('<div class="field ') == len(Sample().visible_fields())


TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Labels that stand by no field of a Django form: the walk's boxes, which its script draws; words to be copied; the kit;
# the day that a history is asked for; the year of a sum.
BY_HAND = {
    "audit/history_parts.html",
    "rivers/plans/totals.html",
    "patrols/walk_finding.html",
    "patrols/walk_summary.html",
    "workflow/typed.html",
}


def test_no_page_writes_the_label_of_a_field_by_hand():
    files = [file for file in TEMPLATES.rglob("*.html") if file.parent.name != "components"]
    found = {
        str(file.relative_to(TEMPLATES)) for file in files if '<label class="form-label"' in file.read_text("utf8")
    }
    assert found == BY_HAND
