"""What a paper says, as its reader reads it."""

from django.http import HttpResponse

from tests.documents.papers import text_of


def said(answer: HttpResponse) -> str:
    """All text of a .docx that was answered with."""
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return text_of(answer.content)
