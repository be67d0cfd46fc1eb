"""Addresses of accounts."""

from django.urls import path

from hezhang.core.accounts import confirming, links, phones, two_step, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", two_step.second_step, name="second_step"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("two-step/", two_step.two_step, name="two_step"),
    path("two-step/begin/", two_step.begin_two_step, name="begin_two_step"),
    path("two-step/confirm/", two_step.confirm_two_step, name="confirm_two_step"),
    path("two-step/codes/", two_step.renew_codes, name="renew_codes"),
    path("two-step/end/", two_step.end_two_step, name="end_two_step"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("phone/", views.change_phone, name="change_phone"),
    path("set-password/", links.set_password, name="set_password"),
    path("set-password/<str:link>/", links.set_password, name="set_password"),
    path("switch-post/", views.switch_post, name="switch_post"),
    path("devices/", phones.devices, name="devices"),
    path("devices/end-others/", phones.end_other_devices, name="end_other_devices"),
    path("devices/<slug:mark>/end/", phones.end_session, name="end_session"),
    path("phones/trust/", phones.trust_phone, name="trust_phone"),
    path("phones/<int:pk>/revoke/", phones.revoke_phone, name="revoke_phone"),
]
