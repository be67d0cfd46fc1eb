"""The boards' part of the homes, and what boards hear."""

from rivers.boards.receivers import heard, homes


def connect() -> None:
    homes.connect()
    heard.connect()
