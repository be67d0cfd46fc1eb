"""Addresses of parcels."""

from django.urls import path

from hezhang.core.parcels import filing, views

app_name = "parcels"
urlpatterns = [
    path("", views.parcels, name="parcels"),
    path("manifest/", views.announce, name="announce"),
    path("receipts/", views.receipts, name="receipts"),
    path("pack/", views.pack, name="pack"),
    path("file/", filing.file, name="file"),
    path("file/bring-in/", filing.bring_in, name="bring_in"),
    path("held/", views.helds, name="helds"),
    path("held/<int:pk>/", views.held, name="held"),
    path("held/<int:pk>/take/", views.take_held, name="take_held"),
    path("held/<int:pk>/drop/", views.drop_held, name="drop_held"),
    path("held/<int:pk>/reopen/", views.reopen_held, name="reopen_held"),
    path("held/photos/<int:pk>/", views.held_photo, name="held_photo"),
    path("<int:pk>/", views.parcel, name="parcel"),
    path("<int:pk>/deal/", views.deal, name="deal"),
    path("<int:pk>/undo-deal/", views.undo_deal, name="undo_deal"),
]
