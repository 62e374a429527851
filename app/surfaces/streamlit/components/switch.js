// Which of several parts is on screen: the style sheet shows the one that is checked, and the address says which it is.
function options(component) {
  const { name, label, names } = component.data;
  const root = emptied(component, "srm-switch");
  const asked = new URLSearchParams(location.search).get(name);
  const chosen = names.includes(asked) ? asked : component.data.chosen;
  const choose = (option) => {
    const address = new URL(location.href);
    address.searchParams.set(name, option);
    history.replaceState(history.state, "", address);
  };
  // A group of its own: while a page is drawn anew there are two of it, and a browser leaves one of each group checked.
  const group = `${name}-${performance.now()}`;
  const button = (option, i) =>
    element("label", {}, element("input", { type: "radio", name: group, value: option, checked: option === chosen, "data-number": i + 1, onchange: () => choose(option) }), element("span", {}, option));
  root.append(element("fieldset", {}, element("legend", {}, label), ...names.map(button)));
}
