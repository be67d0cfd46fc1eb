"""What the page's script sends ahead of its form."""

from django import forms


class StageForm(forms.Form):
    """One photo, under the number that the phone gave it."""

    client_id = forms.UUIDField(error_messages={"required": "缺少照片编号。", "invalid": "照片编号不正确。"})
    photo = forms.FileField(
        error_messages={"required": "照片没有传完整，请再传一次。", "empty": "照片是空文件，请重新拍摄或另选一张。"}
    )
