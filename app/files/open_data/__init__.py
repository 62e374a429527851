"""What data portals and programs may be told of the data: datasets with their licences, as DCAT-AP.de and as a data package."""

from app.files.open_data.catalog import Catalog, Dataset, catalog
from app.files.open_data.data_package import data_package
from app.files.open_data.dcat import KINDS, rdf
