"""Addresses of people, departments and regions."""

from django.urls import path

from hezhang.core.office.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.add_person, name="add_person"),
    path("open-accounts/", views.open_accounts, name="open_accounts"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/edit/", views.edit_person, name="edit_person"),
    path("<int:pk>/enable/", views.enable_person, name="enable_person"),
    path("<int:pk>/disable/", views.disable_person, name="disable_person"),
    path("<int:pk>/reset-password/", views.reset_password, name="reset_password"),
    path("<int:pk>/two-step/reset/", views.reset_two_step, name="reset_two_step"),
    path("<int:pk>/devices/<slug:mark>/end/", views.end_session, name="end_session"),
    path("phones/<int:pk>/revoke/", views.revoke_phone, name="revoke_phone"),
    path("<int:pk>/posts/new/", views.create_post, name="create_post"),
    path("posts/<int:pk>/end/", views.end_post, name="end_post"),
    path("<int:pk>/ask-reset/", views.ask_reset, name="ask_reset"),
    path("<int:pk>/ask-post/", views.ask_post, name="ask_post"),
    path("<int:pk>/ask-disable/", views.ask_disable, name="ask_disable"),
    path("posts/<int:pk>/ask-end/", views.ask_end, name="ask_end"),
    path("departments/", views.departments, name="departments"),
    path("departments/new/", views.create_department, name="create_department"),
    path("departments/enter/", views.enter_units, name="enter_units"),
    path("departments/fill/", views.fill_towns, name="fill_towns"),
    path("departments/<int:pk>/edit/", views.edit_department, name="edit_department"),
    path("regions/", views.regions, name="regions"),
    path("regions/import/", views.import_regions, name="import_regions"),
    path("regions/<slug:code>/", views.region, name="region"),
]
