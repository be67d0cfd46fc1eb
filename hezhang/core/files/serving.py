"""Answering with a stored file. The caller has already found the row that shows it within the reader's scope."""

from pathlib import PurePosixPath

from django.http import FileResponse, Http404

from hezhang.core.files import disk
from hezhang.core.files.documents import TYPES
from hezhang.core.files.models import Upload

# Private: shared caches must not keep it. Short: a right that is taken away ends soon.
CACHE = "private, max-age=600"


def serve_photo(upload: Upload, thumb: bool = False) -> FileResponse:
    """The photo or its thumbnail, to be shown in the page; 404 when the file is gone."""
    name = f"photo-{upload.pk}{'-small' if thumb else ''}.jpg"
    try:
        file = disk.absolute(upload.thumb if thumb and upload.thumb else upload.path).open("rb")
    except (OSError, ValueError) as error:
        raise Http404("文件不在了") from error
    response = FileResponse(file, filename=name, content_type="image/jpeg")
    # Whatever the bytes look like, a browser must not run them.
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = CACHE
    return response


def serve_document(upload: Upload) -> FileResponse:
    """The document as a download, never in the page: what is inside came from outside. 404 when the file is gone."""
    suffix = PurePosixPath(upload.path).suffix
    try:
        file = disk.absolute(upload.path).open("rb")
    except (OSError, ValueError) as error:
        raise Http404("文件不在了") from error
    name = upload.name if upload.name.lower().endswith(suffix) else f"{upload.name}{suffix}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[suffix])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = CACHE
    return response
