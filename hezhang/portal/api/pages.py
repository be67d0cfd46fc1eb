"""Addresses of the pages about the API."""

from django.urls import path

from hezhang.portal.api import views

app_name = "tokens"
urlpatterns = [
    path("", views.docs, name="docs"),
    path("schema/", views.schema, name="schema"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/new/", views.create_token, name="create_token"),
    path("tokens/<int:pk>/", views.token, name="token"),
    path("tokens/<int:pk>/renew/", views.renew_token, name="renew_token"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("hooks/", views.hooks, name="hooks"),
    path("hooks/new/", views.create_hook, name="create_hook"),
    path("hooks/<int:pk>/", views.hook, name="hook"),
    path("hooks/<int:pk>/renew/", views.renew_hook, name="renew_hook"),
    path("hooks/<int:pk>/pause/", views.pause_hook, name="pause_hook"),
    path("hooks/<int:pk>/resume/", views.resume_hook, name="resume_hook"),
    path("hooks/<int:pk>/try/", views.try_hook, name="try_hook"),
    path("hooks/<int:pk>/replay/", views.replay_hook, name="replay_hook"),
]
