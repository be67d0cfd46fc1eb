"""What the test run itself refuses: undefined template variables, and warnings."""

import warnings

import pytest
from django.template import engines


def test_an_undefined_variable_fails():
    template = engines["django"].from_string("{{ nobody.knows }}")
    with pytest.raises(Exception, match=r"nobody\.knows"):
        template.render({})


def test_it_still_fails_after_a_test_has_changed_the_mode(settings):
    settings.DEBUG = not settings.DEBUG
    test_an_undefined_variable_fails()


def test_a_defined_variable_does_not():
    assert engines["django"].from_string("{{ known }}").render({"known": ""}) == ""


def test_a_warning_fails():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_no_test_is_named_after_a_file(request):
    """A file made while tests are collected holds the time; processes that collect a moment later have other names."""
    assert [item.nodeid for item in request.session.items if r"PK\x03\x04\x14" in item.nodeid] == []
