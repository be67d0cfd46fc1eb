"""What the office says of what is odd, and what who walked says."""

from django import forms

from hezhang.core.web.fields import WordsField
from patrols.oddities.choices import Word


class CheckForm(forms.Form):
    word = forms.ChoiceField(label="结论", choices=Word, widget=forms.RadioSelect)
    reason = WordsField(
        label="核实到的情况，或想请本人说明什么",
        most=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="本人看得到。如：电话问过，是换了手机；或：这两处是怎样走的，请说一说。",
    )


class ExplainForm(forms.Form):
    words = WordsField(
        label="实际情况",
        most=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：与同事一起巡，两人各拍各的，他发给我的。",
    )
