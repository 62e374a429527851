// What belongs to a chart or stands alone: the table behind it, files to save, sources.

// Every picture carries its title, source, Stand and release: the lines that stand around it on the page.
function wrapped(text, letters) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines[lines.length - 1].length + word.length > letters) lines.push("");
    lines[lines.length - 1] = `${lines[lines.length - 1]} ${word}`.trim();
  }
  return lines;
}

const escaped = (text) => element("i", {}, text).innerHTML;

function savePlotly(chart, format, data) {
  const full = chart._fullLayout;
  const ink = getComputedStyle(document.querySelector(".stApp")).color;
  const title = wrapped(data.title, full.width / 9.5);
  const source = wrapped(data.source, full.width / 5.6);
  const [above, below] = [16 + 22 * title.length, 16 + 14 * source.length];
  const height = full.height + above + below;
  const line = { xref: "paper", yref: "paper", x: 0, showarrow: false, xanchor: "left", align: "left" };
  const note = (lines, size, more) => ({ ...line, text: lines.map(escaped).join("<br>"), font: { color: ink, size }, ...more });
  const { layout: own, data: traces } = chart;
  const inked = (part) => ({ ...part, tickfont: { ...part?.tickfont, color: ink } });
  const legend = own.legend?.yref === "container" ? { ...own.legend, y: 1 - above / height } : own.legend;
  // A changed copy for the moment of saving: what is on screen stays as it is.
  chart.layout = {
    ...own,
    legend,
    xaxis: inked(own.xaxis),
    yaxis: inked(own.yaxis),
    font: { ...own.font, color: ink },
    margin: { ...own.margin, t: full._size.t + above, b: full._size.b + below, autoexpand: false, l: full._size.l, r: full._size.r },
    annotations: [
      ...(own.annotations || []).map((shown) => ({ ...shown, font: { ...shown.font, color: ink } })),
      note(title, 17, { y: 1, yanchor: "top", yshift: full._size.t + above - 8 }),
      note(source, 10, { y: 0, yanchor: "bottom", yshift: 6 - full._size.b - below }),
    ],
  };
  chart.data = traces.map((trace) => (trace.type === "sankey" ? { ...trace, textfont: { ...trace.textfont, color: ink } } : trace));
  const save = full._modeBar.buttons.flat().find((button) => button.name === "toImage");
  chart._context.toImageButtonOptions = { format, filename: data.file, height, width: full.width, scale: format === "png" ? 2 : 1 };
  save.click(chart);
  Object.assign(chart, { layout: own, data: traces });
}

const SEEN = [
  "fill", "stroke", "stroke-width", "stroke-opacity", "paint-order", "font-family", "font-size", "font-weight", "text-anchor", "display",
];

// A copy that is complete without the page: colours, fonts and a background of its own.
function standalone(svg, data) {
  const copy = svg.cloneNode(true);
  const box = svg.viewBox.baseVal;
  const style = getComputedStyle(svg);
  const page = getComputedStyle(document.querySelector(".stApp"));
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("style", `color:${style.color};background:${page.backgroundColor}`);
  const shown = [...svg.querySelectorAll("path, rect, line, text")];
  [...copy.querySelectorAll("path, rect, line, text")].forEach((part, i) => {
    const seen = getComputedStyle(shown[i]);
    for (const name of SEEN) part.style.setProperty(name, seen.getPropertyValue(name));
  });
  const source = wrapped(data.source, 96);
  const [above, below] = [70, 24 + 24 * source.length];
  const [top, height] = [box.y - above, box.height + above + below];
  const write = (text, y, size, weight) => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "text");
    line.setAttribute("style", `font-size:${size}px;font-weight:${weight};font-family:${style.fontFamily};fill:${style.color}`);
    line.setAttribute("x", box.x + 10);
    line.setAttribute("y", y);
    line.textContent = text;
    copy.append(line);
  };
  write(data.title, box.y - 26, 34, 600);
  source.forEach((text, i) => write(text, box.y + box.height + 26 + 24 * i, 19, 400));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of [["x", box.x], ["y", top], ["width", box.width], ["height", height], ["fill", page.backgroundColor]])
    ground.setAttribute(name, value);
  copy.prepend(ground);
  copy.setAttribute("viewBox", `${box.x} ${top} ${box.width} ${height}`);
  copy.setAttribute("width", box.width);
  copy.setAttribute("height", height);
  return new XMLSerializer().serializeToString(copy);
}

async function saveMap(svg, format, data) {
  const name = data.file;
  const drawing = standalone(svg, data);
  const blob = new Blob([drawing], { type: "image/svg+xml;charset=utf-8" });
  if (format === "svg") return saveAs(blob, `${name}.svg`);
  const picture = new Image();
  const url = URL.createObjectURL(blob);
  picture.src = url;
  await picture.decode();
  const canvas = element("canvas", { width: 2 * picture.width, height: 2 * picture.height });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  canvas.toBlob((png) => saveAs(png, `${name}.png`), "image/png");
}

function saveImage(data, format) {
  const place = document.querySelector(`.st-key-${data.chart}`);
  const plotly = place.querySelector(".js-plotly-plot");
  if (plotly) savePlotly(plotly, format, data);
  else saveMap(place.querySelector("svg.srm-map-drawing"), format, data);
}

// Dots that show a step are for the eye; the word beside them says the same.
function spoken(text) {
  const [, dots, word] = /^([●○]+)( .+)$/.exec(text) || [];
  return dots ? element("span", {}, element("span", { "aria-hidden": "true" }, dots), word) : text;
}

// Columns that look different on paper.
const CLASSES = { source_title: "srm-found", input_file: "srm-file" };

function table(component) {
  const { columns, rows, order, links, words, title, names, turning } = component.data;
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
            const shown = href ? link(component, href, text) : spoken(text);
            return element(j === 0 ? "th" : "td", { scope: j === 0 ? "row" : null, class: columns[j].number ? "srm-number" : CLASSES[names[j]], "data-label": columns[j].label }, shown);
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
            status.textContent = `${column.label}: ${sorted.down ? words.descending : words.ascending}`;
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
    { class: "srm-scroll", tabindex: 0, role: "region", "aria-label": title },
    element("table", {}, element("caption", { class: "srm-hidden" }, title), element("thead", {}, element("tr", {}, ...heads)), body),
    status,
  );
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

// A chart that is wider than the screen scrolls inside its box, which a keyboard must be able to reach.
function reachable(place, title) {
  new ResizeObserver(() => {
    const scrolls = place.scrollWidth > place.clientWidth + 1;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", title]])
      if (scrolls) place.setAttribute(name, value);
      else place.removeAttribute(name);
  }).observe(place);
}

export default function (component) {
  const { data } = component;
  const open = component.parentElement.querySelector(".srm-panel > .srm-foot > details")?.open;
  const root = emptied(component, "srm-panel");
  const tool = (text, label, action) => element("button", { type: "button", class: "srm-tool", "aria-label": label, title: label, onclick: action }, text);
  const tools = element("div", { class: "srm-tools", role: "toolbar", "aria-label": `${data.words.save}: ${data.title}` });
  if (data.chart)
    for (const format of ["svg", "png"])
      tools.append(tool(format.toUpperCase(), `${data.words[format]}: ${data.title}`, () => saveImage(data, format)));
  // The file of a long table is made by the server; its button stands below.
  if (data.csv)
    tools.append(tool("CSV", `${data.words.csv}: ${data.title}`, () => saveAs(new Blob([data.csv], { type: "text/csv;charset=utf-8" }), `${data.file}.csv`)));

  if (!data.rows.length) return root.append(element("p", {}, data.words.empty));
  const rows = element("div", { class: "srm-rows" }, table(component), data.turning ? pager(component) : "");
  const shown = data.chart ? element("details", { open: Boolean(open) }, element("summary", {}, data.words.table), rows) : rows;
  if (data.chart) reachable(document.querySelector(`.st-key-${data.chart}`), data.title);
  root.append(
    element("div", { class: data.chart ? "srm-foot" : `srm-foot srm-foot-table${data.columns.length > 8 ? " srm-wide" : ""}` }, shown, tools.children.length ? tools : ""),
    data.rest ? element("p", {}, data.rest) : "",
    data.source ? element("p", { class: "srm-source" }, data.source) : "",
  );
  if (root.dataset.pressed) {
    const named = (name) => root.querySelector(`[data-name="${name}"]:not(:disabled)`);
    (named(root.dataset.pressed) || named("page"))?.focus({ preventScroll: true });
    delete root.dataset.pressed;
  }
}
