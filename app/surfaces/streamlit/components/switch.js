// Which of several parts is on screen: the style sheet shows the one that is checked, and the address says which it is.
function options(component) {
  const { name, html } = component.data;
  const root = drawnBox(component, "srm-switch", html);
  const asked = new URLSearchParams(location.search).get(name);
  // A group of its own: while a page is drawn anew there are two of it, and a browser leaves one of each group checked.
  const group = `${name}-${performance.now()}`;
  for (const button of root.querySelectorAll("input")) {
    button.name = group;
    if (button.value === asked) button.checked = true;
  }
  root.onchange = ({ target }) => {
    const address = new URL(location.href);
    address.searchParams.set(name, target.value);
    history.replaceState(history.state, "", address);
  };
}
