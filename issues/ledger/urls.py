"""Addresses of the ledger: one per verb of the workflow table."""

from django.urls import path

from issues.ledger import views

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("report/", views.report, name="report"),
    path("photos/<int:pk>/", views.photo, name="photo"),
    path("of-river/<int:pk>/", views.of_river, name="of_river"),
    path("of-patrol/<int:pk>/", views.of_patrol, name="of_patrol"),
    path("<int:pk>/", views.issue, name="issue"),
    path("<int:pk>/register/", views.register, name="register"),
    path("<int:pk>/dispatch/", views.dispatch, name="dispatch"),
    path("<int:pk>/sign-for/", views.sign_for, name="sign_for"),
    path("<int:pk>/return/", views.return_, name="return"),
    path("<int:pk>/rectify/", views.rectify, name="rectify"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/verify/", views.verify, name="verify"),
    path("<int:pk>/supplement/", views.supplement, name="supplement"),
    path("<int:pk>/send-back/", views.send_back, name="send_back"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reject/", views.reject, name="reject"),
]
