"""Answering with a stored file. The caller has already found the row that shows it within the reader's scope."""

from django.http import FileResponse, Http404, HttpResponse

from hezhang.core.files import disk
from hezhang.core.files.models import Upload

# Private: shared caches must not keep it. Short: a right that is taken away ends soon.
CACHE = "private, max-age=600"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def serve_photo(upload: Upload, thumb: bool = False) -> HttpResponse:
    """The photo or its thumbnail, to be shown in the page; 404 when the file is gone."""
    path = upload.thumb if thumb and upload.thumb else upload.path
    response = _answer(path, f"photo-{upload.pk}{'-small' if thumb else ''}.jpg", "image/jpeg", as_attachment=False)
    response["Cache-Control"] = CACHE
    return response


def serve_sheet(upload: Upload) -> HttpResponse:
    """The workbook as it was sent, as a download; 404 when the file is gone."""
    return _answer(upload.path, upload.name, XLSX, as_attachment=True)


def _answer(path: str, name: str, content_type: str, *, as_attachment: bool) -> FileResponse:
    try:
        file = disk.absolute(path).open("rb")
    except (OSError, ValueError) as error:
        raise Http404("文件不在了") from error
    response = FileResponse(file, as_attachment=as_attachment, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
