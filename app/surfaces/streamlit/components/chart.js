// A chart drawn by the server as SVG: values under pointer, finger and keys. Who begins to explore gets plotly in its place.

const DWELL = 250; // milliseconds that a pointer rests on a chart before plotly is fetched
let plotly; // one script for all charts of the page

function loaded() {
  plotly ??= new Promise((resolve, reject) => {
    const script = element("script", { src: BASE + PLOTLY, onload: () => resolve(window.Plotly), onerror: () => { plotly = undefined; reject(new Error("plotly")); } });
    document.head.append(script);
  });
  return plotly;
}

// A colour of the page in the numbers that plotly reads: mixtures of the style sheet are none.
function rgba(place, value) {
  const probe = element("i", { style: `color: ${value}; display: none` });
  place.append(probe);
  const pen = element("canvas", { width: 1, height: 1 }).getContext("2d");
  pen.fillStyle = getComputedStyle(probe).color;
  pen.fillRect(0, 0, 1, 1);
  probe.remove();
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`;
}

// The server writes names for the colours that follow the theme; the page knows what they are.
function themed(text, place) {
  const values = { ink: "currentColor", paper: "var(--st-background-color)", rule: "var(--srm-rule)" };
  const colours = Object.fromEntries(Object.entries(values).map(([name, value]) => [`srm:${name}`, rgba(place, value)]));
  const shadow = (value) => value.replaceAll("srm:paper", colours["srm:paper"]);
  return JSON.parse(text, (key, value) => colours[value] ?? (key === "shadow" ? shadow(value) : value));
}

async function figureOf(data, width, place) {
  const answer = await fetch(`${BASE}/api/plotly/${data.slug}.json?${data.query}&breite=${width}`);
  // Nothing but a new release makes the server forget a chart that the page shows.
  if (!answer.ok) throw new Error(answer.status === 404 ? data.words.outdated : data.words.unreachable);
  return themed(await answer.text(), place);
}

// plotly in the place of the drawing, which keeps its size: nothing jumps.
function exploring(root, drawing, data, hide) {
  const status = element("p", { class: "srm-explore-status", role: "status" });
  const button = element("button", { type: "button", class: "srm-tool srm-explore" });
  named(data.words.explore);
  root.append(button, status);
  const entries = [...root.querySelectorAll(".srm-legend-list > li")];
  let place = null;
  let first = null; // what plotly began with
  let begun = null;
  let growing = false;

  const seen = () => [...drawing.children].find((part) => part.getClientRects().length);

  async function begin() {
    const shown = seen();
    const width = shown.classList[0].slice("srm-at-".length);
    const [Plotly, figure] = await Promise.all([loaded(), figureOf(data, width, root)]);
    if (shown !== seen()) return (begun = null); // turned or resized meanwhile
    hide();
    status.textContent = "";
    const own = element("div", { class: "srm-plotly" });
    place = own;
    drawing.append(own);
    first = structuredClone(figure.layout);
    await Plotly.newPlot(own, figure.data, { ...figure.layout, width: drawing.clientWidth }, figure.config);
    if (place !== own) {
      Plotly.purge(own); // ended meanwhile, by another width, by the printer or by other data
      return null;
    }
    root.classList.add("srm-explored");
    own.on("plotly_relayout", (change) => {
      if (Object.keys(change).some((name) => /axis\.range/.test(name))) zoomed(Plotly);
      if (Object.keys(change).some((name) => /axis\.autorange/.test(name)) && !growing) reset(Plotly);
    });
    legend(Plotly);
    named(data.words.back);
    return null;
  }

  function named(word) {
    button.textContent = word;
    button.setAttribute("aria-label", `${word}: ${data.title}`);
  }

  // Texts of the axes belong to the whole; zoomed in plotly writes its own.
  function zoomed(Plotly) {
    if (!place.layout.annotations.some(({ name }) => name === "tick")) return;
    const axes = Object.fromEntries(
      ["xaxis", "yaxis"].filter((axis) => first[axis].tickvals).flatMap((axis) => [[`${axis}.tickmode`, "auto"], [`${axis}.showticklabels`, true]]),
    );
    Plotly.relayout(place, { ...axes, annotations: place.layout.annotations.filter(({ name }) => name !== "tick") });
  }

  async function grow(Plotly) {
    growing = true;
    zoomed(Plotly);
    await Plotly.relayout(place, { "yaxis.autorange": true, "yaxis.rangemode": "tozero" });
    growing = false;
  }

  function reset(Plotly) {
    Plotly.react(place, place.data, { ...structuredClone(first), width: drawing.clientWidth }, place._context);
  }

  function legend(Plotly) {
    for (const entry of entries) {
      if (entry.firstElementChild.tagName === "BUTTON") continue;
      const toggle = element("button", { type: "button", "aria-pressed": "optional" in entry.dataset ? "false" : "true" }, ...entry.childNodes);
      toggle.addEventListener("click", () => {
        if (!place) return;
        const on = toggle.getAttribute("aria-pressed") !== "true";
        toggle.setAttribute("aria-pressed", on);
        const traces = place.data.flatMap((trace, i) => (trace.legendgroup === entry.dataset.series ? [i] : []));
        Plotly.restyle(place, { visible: on ? true : "legendonly" }, traces);
        // The name at the end of a line goes with it.
        const bare = (words) => words.replace(/<br>|\s/g, "");
        const names = place.layout.annotations.flatMap(({ text }, i) => (bare(text) === bare(entry.dataset.series) ? [i] : []));
        if (names.length) Plotly.relayout(place, Object.fromEntries(names.map((i) => [`annotations[${i}].visible`, on])));
        // What was left out because it is so much larger needs an axis of its own length.
        if ("optional" in entry.dataset) grow(Plotly);
      });
      entry.append(toggle);
    }
  }

  function end() {
    if (!place) return;
    window.Plotly.purge(place);
    place.remove();
    place = begun = null;
    root.classList.remove("srm-explored");
    for (const toggle of root.querySelectorAll(".srm-legend-list button")) toggle.replaceWith(...toggle.childNodes);
    named(data.words.explore);
  }

  function explore() {
    begun ??= begin().catch((error) => {
      begun = null;
      status.textContent = Object.values(data.words).includes(error.message) ? error.message : data.words.unreachable;
    });
    return begun;
  }

  button.addEventListener("click", () => (place ? end() : explore()));
  let waiting = 0;
  drawing.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") waiting = setTimeout(explore, DWELL);
  });
  drawing.addEventListener("pointerleave", () => clearTimeout(waiting));
  drawing.addEventListener("pointerup", (event) => event.pointerType !== "mouse" && explore());
  // A name in the legend is pressed to hide its series; without plotly it begins to explore first.
  for (const entry of entries)
    entry.addEventListener("click", () => place || explore().then(() => entry.querySelector("button")?.click()));
  // Another width has another drawing, and so has paper.
  let width = 0;
  const resized = new ResizeObserver(() => {
    if (width && Math.abs(drawing.clientWidth - width) > 1) end();
    width = drawing.clientWidth;
  });
  resized.observe(drawing);
  addEventListener("beforeprint", end);
  // plotly keeps the colours that it began with.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", end);
  return () => {
    clearTimeout(waiting);
    resized.disconnect();
    removeEventListener("beforeprint", end);
    dark.removeEventListener("change", end);
    end();
  };
}

function chart(component) {
  const { data } = component;
  component.parentElement.querySelector(".srm-chart")?.leave?.(); // what was drawn before is no longer explored
  const root = drawnBox(component, "srm-chart", data.html);
  const drawing = root.querySelector(".srm-drawing");
  const hide = tips(root, drawing);
  root.leave = data.slug ? exploring(root, drawing, data, hide) : undefined;
}
