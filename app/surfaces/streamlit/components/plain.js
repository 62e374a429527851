// Plain words below their heading: closed at first; once opened they stay open on every page of this visit.
function plain(component) {
  const root = drawnBox(component, "srm-plain", component.data.html);
  const details = root.firstElementChild;
  details.open = Boolean(window.srmPlainOpen);
  details.ontoggle = () => (window.srmPlainOpen = details.open);
}
