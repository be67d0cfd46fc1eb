"""Photos and documents: taken by their bytes, seen by who sees the thing, removed again."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hezhang.core.files.models import UploadKind
from hezhang.core.files.services import delete_upload, store_document
from hezhang.core.files.sweeping import unshown
from rivers.assets.models import AssetFile
from rivers.assets.services import add_files, add_river_files, remove_file
from tests.issues.acts import picture

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def package(*names, junk=b""):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in ("[Content_Types].xml", *names):
            made.writestr(name, junk)
    return stream.getvalue()


def sent(name, data):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("name", "data", "suffix"),
    [("许可证.pdf", PDF, ".pdf"), ("报告", package("word/document.xml"), ".docx"), ("表.xls", package("xl/workbook.xml"), ".xlsx")],
    ids=["pdf", "docx", "xlsx"],
)  # fmt: skip
def test_documents_are_told_by_their_bytes(cast, name, data, suffix):
    upload = store_document(sent(name, data), by=cast.clerk)
    assert upload.path.endswith(suffix) and upload.kind == UploadKind.DOCUMENT
    assert store_document(sent(name, data), by=cast.clerk) == upload


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90", b"<html>", b"\xd0\xcf\x11\xe0" + b"0" * 600, package("word/document.xml", "word/vbaProject.bin"),
     package("x.txt"), b"PK\x03\x04 cut short"],
    ids=["nothing", "program", "page", "old_word", "macros", "no_document", "cut"],
)  # fmt: skip
def test_everything_else_is_refused(cast, data):
    with pytest.raises(ValidationError):
        store_document(sent("合同.pdf", data), by=cast.clerk)


def test_by_the_pages(cast, enter, asset):
    client, url = enter(cast.clerk), reverse("rivers:add_files", args=[asset.pk])
    assert (
        client.post(url, {"photos": [picture()], "document": sent("许可证.pdf", PDF), "caption": "照"}).status_code
        == 302
    )
    photo, document = AssetFile.objects.order_by("upload__kind", "pk")[::-1]
    reader = enter(cast.village_chief)
    assert "许可证" in reader.get(asset.get_absolute_url()).text or document.caption
    answer = reader.get(reverse("rivers:asset_file", args=[document.pk]))
    assert answer["Content-Disposition"].startswith("attachment") and b"".join(answer) == PDF
    answer = reader.get(reverse("rivers:asset_file", args=[photo.pk]), {"thumb": 1})
    assert answer["Content-Type"] == "image/jpeg" and b"".join(answer)
    assert enter(cast.neighbour_clerk).get(reverse("rivers:asset_file", args=[document.pk])).status_code == 404
    assert client.post(url, {"document": sent("x.pdf", b"MZ")}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert client.post(reverse("rivers:remove_file", args=[document.pk])).url == asset.get_absolute_url()
    assert AssetFile.objects.count() == 1


def test_of_a_river(cast, enter):
    url = reverse("rivers:add_river_files", args=[cast.river.pk])
    assert enter(cast.clerk).post(url, {"document": sent("河道.pdf", PDF)}).url == f"/rivers/{cast.river.pk}/dossier/"
    assert "河道.pdf" in enter(cast.leader).get(f"/rivers/{cast.river.pk}/dossier/").text


def test_services_refuse_others_and_keep_what_is_shown(cast, asset):
    upload = store_document(sent("a.pdf", PDF), by=cast.clerk)
    with pytest.raises(PermissionDenied):
        add_files(asset, [upload], by=cast.town_chief)
    with pytest.raises(PermissionDenied):
        add_river_files(cast.river, [upload], by=cast.neighbour_clerk)
    (file,) = add_files(asset, [upload], by=cast.clerk)
    assert add_files(asset, [upload], by=cast.clerk) == []
    assert upload not in unshown() and delete_upload(upload) is False
    with pytest.raises(PermissionDenied):
        remove_file(file, by=cast.leader)
    remove_file(file, by=cast.clerk)
    assert upload in unshown()


def test_the_card(cast, enter, asset):
    page = enter(cast.village_chief).get(reverse("rivers:asset_card", args=[asset.pk])).text
    assert "入河排污口身份证" in page and "<svg" in page and asset.code in page and "12.3 万m³" in page
    asset.kind.card = ""
    asset.kind.save()
    assert enter(cast.clerk).get(reverse("rivers:asset_card", args=[asset.pk])).status_code == 404
