"""Addresses of accounts."""

from django.urls import path

from hezhang.core.accounts import phones, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("switch-post/", views.switch_post, name="switch_post"),
    path("devices/", phones.devices, name="devices"),
    path("devices/end-others/", phones.end_other_devices, name="end_other_devices"),
    path("devices/<slug:mark>/end/", phones.end_session, name="end_session"),
    path("phones/trust/", phones.trust_phone, name="trust_phone"),
    path("phones/<int:pk>/revoke/", phones.revoke_phone, name="revoke_phone"),
]
