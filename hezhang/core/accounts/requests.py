"""Requests as ``ActingPostMiddleware`` leaves them. A view's stamp (access.py) says which of the three it answers."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from hezhang.core.accounts.models import Post, User


class SiteRequest(HttpRequest):
    """Anybody's, signed in or not: what a public view answers."""

    user: User | AnonymousUser
    post: Post | None  # the post under which the person acts
    posts: list[Post]  # all that the person may change to


class SignedInRequest(SiteRequest):
    """A person's, perhaps without a post: ``access.signed_in(needs_post=False)``."""

    user: User


class PostRequest(SignedInRequest):
    """A person's who acts under a post: ``access.when`` and ``access.signed_in()``."""

    post: Post
