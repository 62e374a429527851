// Headline figures: label, value, one sentence, and the way to the page behind it.
function figures(component) {
  const root = emptied(component, "srm-figures");
  root.append(
    element(
      "ul",
      { class: "srm-cards" },
      ...component.data.figures.map((figure) =>
        element(
          "li",
          { class: "srm-card" },
          element("span", { class: "srm-card-label" }, figure.label),
          element("strong", { class: "srm-card-value" }, figure.value),
          element("span", { class: "srm-card-text" }, figure.text, ...originOf(figure)),
          figure.href ? link(component, figure.href, figure.way, figure.name) : null,
        ),
      ),
    ),
  );
}
