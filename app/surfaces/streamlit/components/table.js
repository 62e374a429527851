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
  return [column.number && "srm-number", column.beside && "srm-beside", column.compared && "srm-compared", CLASSES[name]].filter(Boolean).join(" ") || null;
}

function table(component) {
  const { columns, rows, links, completed, title, names, state } = component.data;
  const body = rows.map((row, i) =>
    element(
      "tr",
      {},
      ...row.map((text, j) => {
        const href = links[j] && links[j][i];
        const more = completed[j] && completed[j][i];
        const shown = href ? link(component, href, text, more ? `${text}: ${more}` : null) : spoken(text);
        const attributes = { class: classesOf(columns[j], names[j]), "data-label": columns[j].label };
        if (j) return element("td", attributes, shown);
        const opener = columns.length > 1 ? element("details", { class: "srm-row" }, element("summary", { "aria-label": `${WORDS.details}: ${text}` })) : "";
        return element("th", { scope: "row", ...attributes }, shown, opener);
      }),
    ),
  );
  const sort = (j, down) => turn(component, names[j], ({ number }) => ({ column: names[j], down, number: number && 1 }));
  const heads = columns.map((column, j) => {
    const isSorted = names[j] === state.column;
    const direction = !isSorted ? "none" : state.down ? "descending" : "ascending";
    const button = element("button", { type: "button", "data-name": names[j], onclick: () => sort(j, isSorted ? !state.down : column.number) }, column.label);
    return element("th", { scope: "col", "aria-sort": direction, class: column.number ? "srm-number" : null }, button);
  });
  return element(
    "div",
    { class: "srm-table", "data-first": component.data.fold?.first },
    rows.length > 1 ? sorter(component) : "",
    element("table", {}, element("caption", { class: "srm-hidden" }, title), element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...body)),
  );
}

// What stands for the heads where there is no room for them.
function sorter(component) {
  const { columns, names, state, title } = component.data;
  const chosen = state.column ? `${state.down ? "-" : ""}${state.column}` : "";
  const option = (value, text) => element("option", { value, selected: value === chosen }, text);
  const options = columns.flatMap(({ label, number }, j) => {
    const [up, down] = [option(names[j], `${label}, ${WORDS.up}`), option(`-${names[j]}`, `${label}, ${WORDS.down}`)];
    return number ? [down, up] : [up, down];
  });
  const choose = ({ target: { value } }) => turn(component, "order", ({ number }) => ({ column: value.replace(/^-/, "") || null, down: value.startsWith("-"), number: number && 1 }));
  return element("label", { class: "srm-sorter" }, element("span", {}, WORDS.sort), element("select", { "data-name": "order", "aria-label": `${WORDS.sort}: ${title}`, onchange: choose }, option("", WORDS.usual), ...options));
}

// The table below which all its rows can be asked for; the pages of a long one stand with them.
function rowsOf(component) {
  const { columns, fold, title, state } = component.data;
  const pages = state.pages ? pager(component) : "";
  const summary = () => element("summary", { "data-name": "all", onclick: ({ currentTarget }) => turn(component, "all", () => ({ number: currentTarget.parentElement.open ? 0 : 1 })) }, element("span", { class: "srm-closed" }, fold.all), element("span", { class: "srm-opened" }, fold.fewer), element("span", { class: "srm-hidden" }, `: ${title}`));
  const all = fold ? element("details", { class: "srm-all", open: state.number > 0 }, summary(), pages) : pages;
  return element("div", { class: "srm-rows", style: `--columns: ${columns.length}` }, table(component), all);
}

// Asks the server for another order or page, or tells it what is open; what was pressed gets the focus again.
function turn(component, pressed, to) {
  const root = component.parentElement.querySelector(".srm-panel");
  const { data, setTriggerValue } = root.component;
  const { named, number, column, down } = data.state;
  const asked = { named: Boolean(data.chart && named), number, column, down, ...to(data.state) };
  root.asked = { pressed, ...asked };
  setTriggerValue("turn", { name: data.state.name, key: data.state.key, query: location.search, ...asked });
}

function pager(component) {
  const { pages, shown, of, words, number: asked } = component.data.state;
  const { title } = component.data;
  const number = asked || 1;
  const go = (pressed, to) => turn(component, pressed, () => ({ number: Math.min(Math.max(to, 1), pages) }));
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
