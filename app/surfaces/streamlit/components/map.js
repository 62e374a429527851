// A map drawn by the server as SVG: choosing by click or key, and a tooltip for pointer and keyboard.

// Shapes of many areas by their address: fetched once, whichever map and measure shows them.
const SHAPES = new Map();

function shapesOf(address) {
  if (!SHAPES.has(address)) {
    const found = fetch(BASE + address).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
    found.catch(() => SHAPES.delete(address));
    SHAPES.set(address, found);
  }
  return SHAPES.get(address);
}

const svgElement = (tag, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

// Thousands of areas: made once per map, afterwards only what has changed of their look.
function drawMany(component, root, show, hide) {
  const { shapes, classes, values, fills, unknown, chosen } = component.data;
  shapesOf(shapes).then((found) => {
    const place = root.querySelector(".srm-many");
    if (!place || component.data.classes !== classes) return; // another measure has come in between
    if (root.drawn?.address !== shapes) root.drawn = { address: shapes, areas: found.paths.map((d) => svgElement("path", { d })) };
    const { areas } = root.drawn;
    areas.forEach((area, i) => {
      area.place = i;
      const fill = classes[i] === " " ? unknown : fills[Number(classes[i])];
      if (area.getAttribute("fill") !== fill) area.setAttribute("fill", fill);
    });
    place.replaceChildren(...areas);
    areas.forEach((area) => area.classList.length && area.removeAttribute("class"));
    for (const i of chosen) {
      areas[i].setAttribute("class", "srm-chosen");
      place.append(areas[i]); // its border lies above those of its neighbours
    }
    root.dataset.areas = areas.length;
    const over = (event) => event.target.place !== undefined && place.contains(event.target);
    place.onpointermove = (event) => over(event) && show([found.names[event.target.place], values[event.target.place]], event.clientX, event.clientY);
    place.onpointerleave = hide;
    if (!component.data.still) place.onclick = (event) => over(event) && component.setTriggerValue("choose", { key: found.keys[event.target.place], query: location.search });
  });
}

function map(component) {
  const { activeElement } = document;
  const focused = activeElement?.closest(".srm-map")?.parentElement === component.parentElement && activeElement.dataset.key;
  const root = drawnBox(component, "srm-map", component.data.html);
  const tip = element("div", { class: "srm-tip", "aria-hidden": "true", hidden: true });
  root.append(tip);

  const hide = () => (tip.hidden = true);
  const show = (lines, x, y) => {
    tip.replaceChildren(...lines.map((line) => element("div", {}, line)));
    placeTip(tip, root, x, y);
  };
  if (component.data.shapes) return drawMany(component, root, show, hide);

  const choose = (area) => component.setTriggerValue("choose", { key: area.dataset.key, query: location.search });
  for (const area of root.querySelectorAll("[data-tip]")) {
    const lines = area.dataset.tip.split("\n");
    area.addEventListener("pointermove", (event) => show(lines, event.clientX, event.clientY));
    area.addEventListener("pointerleave", hide);
    // Listening for its focus would make any shape a stop of the tab key: only for those that can be chosen.
    if (area.getAttribute("role") !== "button") continue;
    area.addEventListener("focus", () => {
      const box = area.getBoundingClientRect();
      show(lines, box.left + box.width / 2, box.top + box.height / 2);
    });
    area.addEventListener("blur", hide);
    area.addEventListener("click", () => choose(area));
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(area);
    });
    if (area.dataset.key === focused) area.focus({ preventScroll: true });
  }
}
