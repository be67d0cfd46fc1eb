"""What the desk's tests need of the registry beside the cast."""

from tests.rivers.conftest import board, section

__all__ = ["board", "section"]
