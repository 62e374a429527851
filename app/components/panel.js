// What belongs to a chart or stands alone: the table behind it, files to save, sources.

function savePlotly(chart, format, name) {
  const ink = getComputedStyle(document.querySelector(".stApp")).color;
  chart.layout.font = { ...chart.layout.font, color: ink };
  for (const note of chart.layout.annotations || []) note.font = { ...note.font, color: ink };
  const save = chart._fullLayout._modeBar.buttons.flat().find((button) => button.name === "toImage");
  chart._context.toImageButtonOptions = { format, filename: name, scale: format === "png" ? 2 : 1 };
  save.click(chart);
}

const SEEN = [
  "fill", "stroke", "stroke-width", "stroke-opacity", "font-family", "font-size", "font-weight", "text-anchor", "display",
];

// A copy that is complete without the page: colours, fonts and a background of its own.
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const box = svg.viewBox.baseVal;
  const style = getComputedStyle(svg);
  const page = getComputedStyle(document.querySelector(".stApp"));
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", box.width);
  copy.setAttribute("height", box.height);
  copy.setAttribute("style", `color:${style.color};background:${page.backgroundColor}`);
  const shown = [...svg.querySelectorAll("path, rect, line, text")];
  [...copy.querySelectorAll("path, rect, line, text")].forEach((part, i) => {
    const seen = getComputedStyle(shown[i]);
    for (const name of SEEN) part.style.setProperty(name, seen.getPropertyValue(name));
  });
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of [["x", box.x], ["y", box.y], ["width", box.width], ["height", box.height], ["fill", page.backgroundColor]])
    ground.setAttribute(name, value);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

async function saveMap(svg, format, name) {
  const blob = new Blob([standalone(svg)], { type: "image/svg+xml;charset=utf-8" });
  if (format === "svg") return saveAs(blob, `${name}.svg`);
  const picture = new Image();
  const url = URL.createObjectURL(blob);
  picture.src = url;
  await picture.decode();
  const box = svg.viewBox.baseVal;
  const canvas = element("canvas", { width: 2 * box.width, height: 2 * box.height });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  canvas.toBlob((png) => saveAs(png, `${name}.png`), "image/png");
}

function saveImage(data, format) {
  const place = document.querySelector(`.st-key-${data.chart}`);
  const plotly = place.querySelector(".js-plotly-plot");
  if (plotly) savePlotly(plotly, format, data.file);
  else saveMap(place.querySelector("svg.srm-map-drawing"), format, data.file);
}

function table(component) {
  const { columns, rows, order, links, words, title } = component.data;
  const body = element("tbody");
  const status = element("span", { class: "srm-hidden", role: "status" });
  let sorted = { column: null, down: false };

  const draw = () => {
    const sequence = rows.map((_, i) => i);
    if (sorted.column !== null) {
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
            const shown = href ? link(component, href, text) : text;
            return element(j === 0 ? "th" : "td", { scope: j === 0 ? "row" : null, class: columns[j].number ? "srm-number" : null, "data-label": columns[j].label }, shown);
          }),
        ),
      ),
    );
  };

  const heads = columns.map((column, j) =>
    element(
      "th",
      { scope: "col", "aria-sort": "none", class: column.number ? "srm-number" : null },
      element(
        "button",
        {
          type: "button",
          onclick: () => {
            sorted = { column: j, down: sorted.column === j ? !sorted.down : column.number };
            heads.forEach((head, k) => head.setAttribute("aria-sort", k !== j ? "none" : sorted.down ? "descending" : "ascending"));
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

export default function (component) {
  const { data } = component;
  const root = emptied(component, "srm-panel");
  const tool = (text, label, action) => element("button", { type: "button", class: "srm-tool", "aria-label": label, title: label, onclick: action }, text);
  const tools = element("div", { class: "srm-tools", role: "toolbar", "aria-label": `${data.words.save}: ${data.title}` });
  if (data.chart)
    for (const format of ["svg", "png"])
      tools.append(tool(format.toUpperCase(), `${data.words[format]}: ${data.title}`, () => saveImage(data, format)));
  tools.append(tool("CSV", `${data.words.csv}: ${data.title}`, () => saveAs(new Blob([data.csv], { type: "text/csv;charset=utf-8" }), `${data.file}.csv`)));

  if (!data.rows.length) return root.append(element("p", {}, data.words.empty));
  const rows = table(component);
  const shown = data.chart ? element("details", {}, element("summary", {}, data.words.table), rows) : rows;
  root.append(
    element("div", { class: data.chart ? "srm-foot" : "srm-foot srm-foot-table" }, shown, tools),
    data.source ? element("p", { class: "srm-source" }, data.source) : "",
  );
}
