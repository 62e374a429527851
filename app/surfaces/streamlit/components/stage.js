// A presentation: all slides are there, one is seen; keys, presenters' clickers and buttons move on without the server.

const [PRESENTED, NUMBER] = ["praesentation", "folie"];
// The screen that slides are made for; a larger one enlarges them as a whole.
const [WIDTH, HEIGHT] = [960, 540];

function enlarge() {
  const zoom = Math.max(1, Math.min(innerWidth / WIDTH, innerHeight / HEIGHT));
  document.documentElement.style.setProperty("--srm-zoom", zoom);
}

const MOVES = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity,
};

export default function (component) {
  const { headings, words } = component.data;
  const total = headings.length;
  const root = drawnBox(component, "srm-stage");
  if ("left" in root.dataset) return undefined; // the server has not yet taken the slides away
  const seen = element("style");
  const status = element("span", { class: "srm-slide-number", role: "status" });
  const asked = () => Math.min(Math.max(Number(new URL(location.href).searchParams.get(NUMBER)) || 1, 1), total);
  const button = (text, action) => element("button", { type: "button", class: "srm-tool", onclick: action }, text);
  const back = button(words.previous, () => show(number - 1));
  const on = button(words.next, () => show(number + 1));
  const leave = () => {
    root.leave();
    root.dataset.left = "";
    remember(null);
    component.setTriggerValue("leave", true);
  };

  let number = 0;
  function remember(value) {
    const url = new URL(location.href);
    // A slide that is drawn once more after the server has answered writes nothing into the page's address.
    if (!url.searchParams.has(PRESENTED)) return;
    if (value) url.searchParams.set(NUMBER, value);
    else url.searchParams.delete(NUMBER);
    history.replaceState(history.state, "", url);
  }
  function show(wanted) {
    const next = Math.min(Math.max(wanted, 1), total);
    if (next === number) return;
    number = next;
    const others = `[class*="st-key-slide-"]:not(.st-key-slide-${number})`;
    seen.textContent = `${others}, ${others} * { visibility: hidden !important; }`;
    for (const [name, end] of [[back, 1], [on, total]]) name.setAttribute("aria-disabled", number === end);
    status.replaceChildren(
      words.of.replace("{n}", number).replace("{total}", total),
      element("span", { class: "srm-hidden" }, `: ${headings[number - 1]}`),
    );
    remember(number);
    // Nothing that is out of sight keeps the focus.
    const focused = document.activeElement?.closest('[class*="st-key-slide-"]');
    if (focused && !focused.classList.contains(`st-key-slide-${number}`)) bar.focus();
  }

  const bar = element(
    "nav",
    { class: "srm-slide-bar", tabindex: -1, title: words.keys },
    back, status, on, button(words.leave, leave),
  );
  root.append(seen, bar);
  enlarge();
  show(asked());
  bar.focus({ preventScroll: true });

  const key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
    if (event.key === "Escape") return leave();
    const isSpace = event.key === " " && !event.target.closest?.("button, a, summary, [role=button]");
    const by = isSpace ? (event.shiftKey ? -1 : 1) : MOVES[event.key];
    if (!by) return;
    event.preventDefault();
    show(by === -Infinity ? 1 : by === Infinity ? total : number + by);
  };
  const moved = () => show(asked());
  const listeners = [["keydown", key], ["resize", enlarge], ["popstate", moved]];
  root.leave?.();
  listeners.forEach(([name, listener]) => addEventListener(name, listener));
  root.leave = () => listeners.forEach(([name, listener]) => removeEventListener(name, listener));
  return root.leave;
}
