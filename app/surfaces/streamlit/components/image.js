// The picture as it stands on the page, saved by the browser alone: for when the server cannot draw one.

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
