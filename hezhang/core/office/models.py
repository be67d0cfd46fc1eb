"""The tables of the ground's own pages, gathered from the rooms."""

from hezhang.core.office.parameters.models import OwnTable

__all__ = ["OwnTable"]
