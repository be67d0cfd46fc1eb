"""Doors of people, departments and regions."""

from django.urls import path

from hezhang.core.office.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.person_new, name="person_new"),
    path("open-accounts/", views.open_accounts, name="open_accounts"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/edit/", views.person_edit, name="person_edit"),
    path("<int:pk>/active/", views.person_active, name="person_active"),
    path("<int:pk>/reset-password/", views.reset_password, name="reset_password"),
    path("phones/<int:pk>/revoke/", views.phone_revoke, name="phone_revoke"),
    path("<int:pk>/posts/new/", views.post_new, name="post_new"),
    path("posts/<int:pk>/end/", views.post_end, name="post_end"),
    path("departments/", views.departments, name="departments"),
    path("departments/new/", views.department_new, name="department_new"),
    path("departments/<int:pk>/edit/", views.department_edit, name="department_edit"),
    path("regions/", views.regions, name="regions"),
    path("regions/import/", views.region_import, name="region_import"),
    path("regions/<slug:code>/", views.region, name="region"),
]
