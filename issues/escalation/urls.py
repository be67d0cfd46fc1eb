"""Addresses of notices."""

from django.urls import path

from issues.escalation import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/send/", views.send_notice, name="send_notice"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/<int:pk>/reply/", views.reply_notice, name="reply_notice"),
    path("notices/<int:pk>/accept/", views.accept_reply, name="accept_reply"),
    path("notices/<int:pk>/return/", views.return_reply, name="return_reply"),
    path("notices/<int:pk>/withdraw/", views.withdraw_notice, name="withdraw_notice"),
    path("<int:pk>/notices/", views.of_issue, name="of_issue"),
]
