"""The interface explained to people: a page made of the dictionary, without any script."""

from html import escape

from app.data import queries
from app.data.published import OPERATORS, published_tables
from app.data.region import region
from app.exhibits.data_selection import API
from app.words import units
from app.words.text import english, english_keys, t


def documentation(release_id: str, address: str) -> str:
    """A page that explains the interface, without any script, and with no address but our own."""
    tables = published_tables(release_id)
    root = f"{address}{API}"
    place = queries.municipalities(queries.latest(release_id)).municipality_ags.iloc[0]
    first = (
        f"{root}/tables/funding_detail?kommune={place}&columns=project_title,amount_eur&sort=-amount_eur",
        f"{root}/tables/funding_detail?is_counted__exact=true&kind__exact=Zuwendung&group_by=funder_level&sum=amount_eur&count=1",
        f"{root}/tables/milestone_detail?state__in=overdue,no_feedback&format=csv",
        f"{root}/tables/latest_population?format=geojson",
        f"{root}/releases/latest/milestone.parquet",
    )
    rows = "".join(
        f'<tr><td><a href="{escape(f"{root}/tables/{table.name}")}"><code>{table.name}</code></a></td>'
        f'<td>{escape(table.grain)}</td><td class="n">{units.number(table.row_count)}</td></tr>'
        for table in tables
    )
    problems = "".join(
        f'<dt id="{key.rpartition(".")[2]}"><code>{key.rpartition(".")[2]}</code></dt>'
        f'<dd>{escape(t(key))}</dd><dd lang="en">{escape(english(key))}</dd>'
        for key in english_keys()
    )
    links = "".join(f'<li><a href="{escape(found)}"><code>{escape(found)}</code></a></li>' for found in first)
    conditions = ", ".join(f"<code>…__{operator}</code>" for operator in OPERATORS)
    title = escape(f"{t('api_v1.title')} – {region().region.title}")
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><style>'
        ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "body{overflow-wrap:anywhere}h1{font-size:1.5rem;hyphens:auto}@media(min-width:40rem){td code{white-space:nowrap}}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem .3rem 0;"
        "border-bottom:1px solid}.n{text-align:right}dd{margin:0 0 .3rem 1rem}dt{margin-top:.6rem}</style></head>"
        f"<body><main><h1>{title}</h1><p>{escape(t('api_v1.lead'))}</p>"
        f"<h2>{escape(t('api_v1.first'))}</h2><ul>{links}</ul><p>{conditions}</p>"
        f'<p><a href="{escape(root)}/openapi.json">{escape(t("api_v1.description"))}</a> · '
        f'<a href="{escape(root)}/releases/latest">{escape(t("api_v1.whole"))}</a></p>'
        f"<h2>{escape(t('api_v1.tables'))}</h2><table><thead><tr><th>{escape(t('api_v1.table_name'))}</th>"
        f"<th>{escape(t('api_v1.table_row'))}</th><th>{escape(t('api_v1.table_count'))}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><h2>{escape(t('api_v1.problems'))}</h2>"
        f"<p>{escape(t('api_v1.problems_lead'))}</p><dl>{problems}</dl></main></body></html>"
    )
