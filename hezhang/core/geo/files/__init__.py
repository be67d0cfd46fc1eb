"""Files with lines, areas and places: GeoJSON, KML, KMZ, GPX and zipped shapefiles in; GeoJSON and KML out."""

from hezhang.core.geo.files.reading import ENDINGS, Feature, GeoFileError, read_features

__all__ = ["ENDINGS", "Feature", "GeoFileError", "read_features"]
