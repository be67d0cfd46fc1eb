"""Addresses of assets."""

from django.urls import path

from rivers.assets.views import assets, dossier, files, kinds, values

urlpatterns = [
    path("assets/", assets.assets, name="assets"),
    path("assets/new/", assets.create_asset, name="create_asset"),
    path("assets/<int:pk>/", assets.asset, name="asset"),
    path("assets/<int:pk>/edit/", assets.edit_asset, name="edit_asset"),
    path("assets/<int:pk>/end/", assets.end_asset, name="end_asset"),
    path("assets/<int:pk>/resume/", assets.resume_asset, name="resume_asset"),
    path("assets/<int:pk>/fields/<int:field_pk>/", values.set_value, name="set_value"),
    path("values/<int:pk>/drop/", values.drop_value, name="drop_value"),
    path("assets/<int:pk>/files/new/", files.add_files, name="add_files"),
    path("assets/<int:pk>/card/", files.asset_card, name="asset_card"),
    path("asset-files/<int:pk>/", files.asset_file, name="asset_file"),
    path("asset-files/<int:pk>/remove/", files.remove_file, name="remove_file"),
    path("<int:pk>/dossier/", dossier.river_dossier, name="river_dossier"),
    path("<int:pk>/dossier/edit/", dossier.edit_dossier, name="edit_dossier"),
    path("<int:pk>/dossier/<int:field_pk>/", dossier.set_river_value, name="set_river_value"),
    path("<int:pk>/files/new/", files.add_river_files, name="add_river_files"),
    path("reaches/<int:pk>/dossier/", dossier.reach_dossier, name="reach_dossier"),
    path("object-kinds/", kinds.object_kinds, name="object_kinds"),
    path("object-kinds/new/", kinds.create_object_kind, name="create_object_kind"),
    path("object-kinds/<int:pk>/", kinds.object_kind, name="object_kind"),
    path("object-kinds/<int:pk>/edit/", kinds.edit_object_kind, name="edit_object_kind"),
    path("object-kinds/<int:pk>/fields/new/", kinds.create_object_field, name="create_object_field"),
    path("object-fields/<int:pk>/edit/", kinds.edit_object_field, name="edit_object_field"),
]
