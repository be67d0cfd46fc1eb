"""The form field for photos, and workbooks kept between dry run and import."""

import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from hezhang.core.files.fields import PhotosField
from hezhang.core.files.services import read_bytes, store_sheet


class PhotoForm(forms.Form):
    photos = PhotosField(required=False, most=2)


def bound(count):
    files = [SimpleUploadedFile(f"{i}.jpg", b"x") for i in range(count)]
    return PhotoForm({}, MultiValueDict({"photos": files}))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_some_photos(count):
    form = bound(count)
    assert form.is_valid()
    assert len(form.cleaned_data["photos"]) == count


def test_too_many_photos():
    assert "最多 2 张" in bound(3).errors["photos"][0]


def test_a_required_field_says_so():
    form = type("Form", (forms.Form,), {"photos": PhotosField()})({}, MultiValueDict())
    assert form.errors["photos"] == ["请至少选一张照片。"]


def test_a_forged_request_to_clear_is_no_file():
    """Django's own input would take ``photos-clear`` beside a photo for a contradiction, and hand on a bare object."""
    files = MultiValueDict({"photos": [SimpleUploadedFile("1.jpg", b"x")]})
    form = PhotoForm({"photos-clear": "on"}, files)
    assert form.is_valid() and [file.name for file in form.cleaned_data["photos"]] == ["1.jpg"]


def test_the_widget_asks_for_images():
    html = str(PhotoForm()["photos"])
    assert 'accept="image/*"' in html
    assert "multiple" in html


def test_a_sheet_is_kept_and_given_back_as_it_was(cast):
    file = io.BytesIO(b"PK\x03\x04 rows")
    file.name = "河长名录.xlsx"
    upload = store_sheet(file, by=cast.clerk, path="sheets/a.xlsx")
    assert read_bytes(upload) == b"PK\x03\x04 rows"
    assert (upload.path, upload.name) == ("sheets/a.xlsx", "河长名录.xlsx")
