// Printing: whoever prints, by our button, a key or the browser's menu, gets charts as wide as the sheet and open tables.

// Width and height that a chart has on A4 inside the margins of paper.css, in pixels of CSS; a flow lies across.
const UPRIGHT = { width: 703, height: 880 };
const ACROSS = { width: 987, height: 540 };

// plotly redraws at once, and not a moment later, only by a button of its bar; this one is hidden and has no other use.
const REDRAWING = "toggleSpikelines";

function redrawn(chart, width, height) {
  const button = chart._fullLayout._modeBar?.buttons.flat().find(({ name }) => name === REDRAWING);
  if (!button) return;
  const { layout, data, emit } = chart;
  Object.assign(chart, structuredClone({ layout: { ...layout, autosize: true, width: undefined, height: undefined }, data }));
  chart.emit = () => {}; // nobody else needs to know: what belongs to the screen stays as it is
  try {
    // A legend is placed by the margins of the drawing before: of two drawings, the second is right.
    for (const more of [2, 0]) {
      Object.assign(chart.style, { width: `${width + more}px`, height: `${height}px` });
      button.click(chart);
    }
  } finally {
    Object.assign(chart, { layout, data, emit });
    Object.assign(chart.style, { width: "", height: "" });
  }
}

// Drawn for the sheet; what would be too high is drawn larger and scaled down, what cannot be redrawn is only scaled.
function ontoSheet(chart) {
  if (!chart._fullLayout) return;
  const { width, height } = chart._fullLayout;
  chart.onScreen = { width, height };
  const flow = chart.querySelector(".sankey"); // its bands would come a moment later
  const sheet = flow ? ACROSS : UPRIGHT;
  if (!flow) redrawn(chart, Math.max(1, height / sheet.height) * sheet.width, height);
  const drawn = chart._fullLayout;
  const scale = Math.min(sheet.width / drawn.width, sheet.height / drawn.height);
  sized(chart, drawn.width * scale, drawn.height * scale, `0 0 ${drawn.width} ${drawn.height}`);
}

function ontoScreen(chart) {
  if (!chart.onScreen) return;
  const { width, height } = chart.onScreen;
  delete chart.onScreen;
  if (!chart.querySelector(".sankey")) redrawn(chart, width, height);
  sized(chart, width, height, null);
}

function sized(chart, width, height, viewBox) {
  for (const svg of chart.querySelectorAll(".main-svg")) {
    for (const [name, value] of Object.entries({ width, height, viewBox }))
      if (value === null) svg.removeAttribute(name);
      else svg.setAttribute(name, value);
  }
  Object.assign(chart.querySelector(".svg-container").style, { width: `${width}px`, height: `${height}px` });
}

const charts = () => [...document.querySelectorAll(".js-plotly-plot")];

function toPaper() {
  charts().forEach(ontoSheet);
  for (const details of document.querySelectorAll(".srm-foot > details:not([open]), .srm-plain details:not([open])")) {
    details.open = true;
    details.dataset.folded = "";
  }
  document.querySelectorAll(".srm-address").forEach((place) => (place.textContent = address(place.dataset)));
}

function toScreen() {
  charts().forEach(ontoScreen);
  for (const details of document.querySelectorAll("details[data-folded]")) {
    details.open = false;
    delete details.dataset.folded;
  }
}

// What shows this page again, on paper and in a year: with its Stand, without what belongs to the moment.
function address({ words, stand, base }) {
  const found = new URL(location.href);
  for (const name of ["drucken", "praesentation", "folie"]) found.searchParams.delete(name);
  found.searchParams.set("stand", stand);
  const whole = base ? base + found.pathname.slice(BASE.length) + found.search : found.href;
  return `${words} ${decodeURI(whole)}`;
}

// Tables and charts of which the page shows a part.
const parts = () => document.querySelector('.srm-pager, [class*="st-key-pages-"]');

const atRest = () =>
  document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning" &&
  charts().every((chart) => chart._fullLayout) &&
  !parts();

function whenWhole(then) {
  const since = Date.now();
  const look = () => (atRest() || Date.now() - since > 15000 ? setTimeout(then, 300) : setTimeout(look, 100));
  look();
}

export default function (component) {
  const { words, whole } = component.data;
  const root = emptied(component, "srm-paper");
  const print = () => {
    if (whole || !parts()) return window.print();
    // The rest has to come first; the page is printed as soon as it is whole, and then as it was before.
    root.dataset.wanted = "";
    component.setTriggerValue("print", "whole");
  };
  const button = (text, action) => element("button", { type: "button", class: "srm-tool", onclick: action }, text);
  root.append(
    element("p", { class: "srm-parts srm-on-paper" }, words.parts),
    words.present ? button(words.present, () => component.setTriggerValue("present", true)) : "",
    button(words.print, print),
  );
  if (whole && "wanted" in root.dataset) {
    delete root.dataset.wanted;
    whenWhole(() => {
      addEventListener("afterprint", () => component.setTriggerValue("print", "parts"), { once: true });
      window.print();
    });
  }
  const key = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "p" || whole || !parts()) return;
    event.preventDefault();
    print();
  };
  const listeners = [["beforeprint", toPaper], ["afterprint", toScreen], ["keydown", key]];
  root.leave?.();
  listeners.forEach(([name, listener]) => addEventListener(name, listener));
  root.leave = () => listeners.forEach(([name, listener]) => removeEventListener(name, listener));
  return root.leave;
}
