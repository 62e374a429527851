"""One chart alone, in a frame of another site: title, drawing, sources, and the way back into the monitor."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.data.selection import remember
from app.exhibits import address, captions
from app.surfaces.streamlit.parts.display import drawing_with_table, way_out
from app.surfaces.streamlit.parts.profile import escaped_markdown
from app.words.text import t


def embedded_exhibit(parameters: Mapping[str, Sequence[str]], release_id: str) -> None:
    """What an address with ``embed=true`` and the name of an exhibit shows: nothing else is asked of the release."""
    with st.container(key="embed"):
        try:
            found = address.exhibit_of_slug(parameters[address.EXHIBIT][0])
            view = address.view(found, release_id, parameters)
            shown = found.content(view)
        except address.AddressError as error:
            _sorry(str(error))
            return
        except LookupError:
            _sorry(t("embed.nothing"))
            return
        remember(view.selection)
        about = captions.about(found, view)
        st.set_page_config(page_title=f"{about.title} – {about.monitor}")
        st.title(escaped_markdown(about.title), anchor=False)
        st.markdown(escaped_markdown("; ".join((about.subtitle, *about.filters))))
        drawing_with_table(found, shown, view, way=address.permalink(found, view))


def _sorry(message: str) -> None:
    st.warning(escaped_markdown(message))
    way_out("/")
