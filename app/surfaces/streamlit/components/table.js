// A sortable table that begins with its first rows, page by page when it is long; where there is little room each row is a line that opens.

// Dots that show a step are for the eye; the word beside them says the same.
function spoken(text) {
  if (text === WORDS.not_known) return element("span", {}, element("span", { "aria-hidden": "true" }, WORDS.unknown), element("span", { class: "srm-hidden" }, text));
  const [, dots, word] = /^([●○]+)( .+)$/.exec(text) || [];
  return element("span", {}, dots ? element("span", { "aria-hidden": "true" }, dots) : "", dots ? word : text);
}

// Columns that look different on paper.
const CLASSES = { source_title: "srm-found" };

function classesOf(column, name) {
  return [column.number && "srm-number", column.beside && "srm-beside", CLASSES[name]].filter(Boolean).join(" ") || null;
}

function table(component) {
  const { columns, rows, order, links, completed, title, names, turning } = component.data;
  const body = element("tbody");
  const status = element("span", { class: "srm-hidden", role: "status" });
  // A long table is sorted by the server: the browser holds one page of it.
  let sorted = turning ? { column: turning.column && names.indexOf(turning.column), down: turning.down } : { column: null, down: false };

  const draw = () => {
    const sequence = rows.map((_, i) => i);
    if (!turning && sorted.column !== null) {
      const key = (i) => order[i][sorted.column];
      const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "de"));
      sequence.sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x === null || y === null) return (x === null) - (y === null); // unknown stays last
        return sorted.down ? compare(y, x) : compare(x, y);
      });
    }
    body.replaceChildren(
      ...sequence.map((i) =>
        element(
          "tr",
          {},
          ...rows[i].map((text, j) => {
            const href = links[j] && links[j][i];
            const more = completed[j] && completed[j][i];
            const shown = href ? link(component, href, text, more ? `${text}: ${more}` : null) : spoken(text);
            const attributes = { class: classesOf(columns[j], names[j]), "data-label": columns[j].label };
            if (j) return element("td", attributes, shown);
            const opener = columns.length > 1 ? element("details", { class: "srm-row" }, element("summary", { "aria-label": `${WORDS.details}: ${text}` })) : "";
            return element("th", { scope: "row", ...attributes }, shown, opener);
          }),
        ),
      ),
    );
  };

  const direction = (j) => (j !== sorted.column ? "none" : sorted.down ? "descending" : "ascending");
  const heads = columns.map((column, j) =>
    element(
      "th",
      { scope: "col", "aria-sort": direction(j), class: column.number ? "srm-number" : null },
      element(
        "button",
        {
          type: "button",
          "data-name": names[j],
          onclick: () => {
            sorted = { column: j, down: sorted.column === j ? !sorted.down : column.number };
            if (turning) return turn(component, names[j], { number: 1, column: names[j], down: sorted.down });
            heads.forEach((head, k) => head.setAttribute("aria-sort", direction(k)));
            status.textContent = `${column.label}: ${sorted.down ? WORDS.descending : WORDS.ascending}`;
            draw();
          },
        },
        column.label,
      ),
    ),
  );
  draw();
  return element(
    "div",
    { class: "srm-table", "data-first": component.data.fold?.first },
    element("table", {}, element("caption", { class: "srm-hidden" }, title), element("thead", {}, element("tr", {}, ...heads)), body),
    status,
  );
}

// The table below which all its rows can be asked for; the pages of a long one stand with them.
function rowsOf(component, isOpen) {
  const { columns, fold, title, turning } = component.data;
  const pages = turning ? pager(component) : "";
  const summary = () => element("summary", {}, element("span", { class: "srm-closed" }, fold.all), element("span", { class: "srm-opened" }, fold.fewer), element("span", { class: "srm-hidden" }, `: ${title}`));
  const all = fold ? element("details", { class: "srm-all", open: isOpen }, summary(), pages) : pages;
  return element("div", { class: "srm-rows", style: `--columns: ${columns.length}` }, table(component), all);
}

// Asks the server for another page; what was pressed gets the focus again when the page is there.
function turn(component, pressed, to) {
  component.parentElement.querySelector(".srm-panel").dataset.pressed = pressed;
  component.setTriggerValue("turn", to);
}

function pager(component) {
  const { number, pages, column, down, shown, of, words } = component.data.turning;
  const { title } = component.data;
  const go = (pressed, to) => turn(component, pressed, { number: Math.min(Math.max(to, 1), pages), column, down });
  const step = (name, sign, to) =>
    element(
      "button",
      { type: "button", class: "srm-tool", "data-name": name, "aria-label": `${words[name]}: ${title}`, title: words[name], disabled: to < 1 || to > pages || to === number, onclick: () => go(name, to) },
      sign,
    );
  const field = element("input", {
    type: "text", inputmode: "numeric", class: "srm-page", "data-name": "page", value: number, "aria-label": `${words.page}: ${title}`,
    onchange: () => (/^\d+$/.test(field.value) ? go("page", Number(field.value)) : (field.value = number)),
    onkeydown: (event) => event.key === "Enter" && field.blur(),
  });
  return element(
    "nav",
    { class: "srm-pager", "aria-label": `${words.page}: ${title}` },
    step("first", "«", 1),
    step("previous", "‹", number - 1),
    element("label", {}, `${words.page} `, field, ` ${of}`),
    step("next", "›", number + 1),
    step("last", "»", pages),
    element("span", { role: "status" }, shown),
  );
}
