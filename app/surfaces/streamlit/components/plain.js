// Plain words below their heading: closed at first; once opened they stay open on every page of this visit.
function plain(component) {
  const root = emptied(component, "srm-plain");
  root.append(
    element(
      "details",
      { open: Boolean(window.srmPlainOpen), ontoggle: (event) => (window.srmPlainOpen = event.target.open) },
      element("summary", {}, element("h2", {}, component.data.heading)),
      ...component.data.sentences.map((sentence) => element("p", {}, sentence)),
    ),
  );
}
