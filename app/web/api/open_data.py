"""What data portals harvest: the catalogue in three spellings, every dataset at its own address, the data package."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.data import db
from app.files.open_data import KINDS, Catalog, Dataset, catalog, data_package, rdf
from app.web.api.answers import Refused, base, file_response, in_thread, not_modified, one_of
from app.words.escape import quotable
from app.words.text import t
from config import settings

_MEDIA_TYPES = {media_type: kind for kind, (_, media_type) in KINDS.items()}


@in_thread("data")
def catalog_file(request: Request) -> Response:
    """The catalogue: ``/api/v1/catalog.<ttl|jsonld|rdf>``."""
    return _rdf(request, one_of(request.path_params["kind"], KINDS, "ending", 404))


@in_thread("data")
def catalog_itself(request: Request) -> Response:
    """What the catalogue is called by, in the spelling that is asked for."""
    return _rdf(request, _accepted(request))


@in_thread("data")
def dataset(request: Request) -> Response:
    """One dataset, at the address that it is called by: ``/api/v1/datasets/<name>``."""
    return _rdf(request, _accepted(request), _dataset(request).name)


@in_thread("data")
def dataset_file(request: Request) -> Response:
    """A whole file: ``/api/v1/datasets/<name>/<what>.<kind>``, piece by piece."""
    found, name = _dataset(request), request.path_params["file"]
    files = {distribution.name: distribution.file for distribution in found.distributions}
    if name not in files:
        raise Refused(404, t("open_data.unknown_file", found=quotable(name), known=", ".join(files)))
    file = files[name]
    headers = {
        "ETag": f'"{file.sha256}"',
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": _caching(),
    }
    if known := not_modified(request, headers):
        return known
    headers["Content-Length"] = str(file.size)
    if request.method == "HEAD":
        return Response(headers=headers, media_type=file.media_type)
    return StreamingResponse(file.pieces(), headers=headers, media_type=file.media_type)


@in_thread("data")
def package(request: Request) -> Response:
    """The data package: ``/api/v1/datapackage.json``."""
    return _file(request, data_package(_catalog(request)), "datapackage.json", "application/json")


def _rdf(request: Request, kind: str, name: str = "") -> Response:
    content = rdf(_catalog(request), kind, name)
    return _file(request, content, f"{name or 'catalog'}.{kind}", KINDS[kind][1])


def _dataset(request: Request) -> Dataset:
    name, whole = request.path_params["name"], _catalog(request)
    if found := whole.dataset(name):
        return found
    known = ", ".join(dataset.name for dataset in whole.datasets)
    raise Refused(404, t("open_data.unknown_dataset", found=quotable(name), known=known))


def _catalog(request: Request) -> Catalog:
    address = base(request)
    if not address.startswith("http"):
        # Asked for by what is no name of a host, and none is set.
        raise Refused(400, t("open_data.no_address"))
    return catalog(db.current_release(), address)


def _accepted(request: Request) -> str:
    """The spelling that the request would take, by default the one that people can read."""
    wanted = [part.partition(";")[0].strip() for part in request.headers.get("accept", "").split(",")]
    return next((_MEDIA_TYPES[found] for found in wanted if found in _MEDIA_TYPES), "ttl")


def _file(request: Request, content: bytes, name: str, media_type: str) -> Response:
    return file_response(request, content, name, media_type, **{"Cache-Control": _caching(), "Vary": "Accept"})


def _caching() -> str:
    # Without a public address that is set, the one it was asked by stands in the file, which is for nobody else then.
    return f"{'public' if settings().base_url else 'private'}, no-cache"
