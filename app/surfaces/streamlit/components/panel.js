// What belongs to a chart or stands alone: the table behind it, the way to take it along, sources. The server makes all of
// it (app/surfaces/html/tables.py) and makes it anew when somebody sorts, opens or turns a page.

// A chart that is wider than the screen scrolls inside its box, which a keyboard must be able to reach.
function reachable(place, title) {
  place.sized?.disconnect(); // its table may be drawn anew more often than it
  place.sized = new ResizeObserver(() => {
    const scrolls = place.scrollWidth > place.clientWidth + 1;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", title]])
      if (scrolls) place.setAttribute(name, value);
      else place.removeAttribute(name);
  });
  place.sized.observe(place);
}

// The window and all that belongs to it is fetched when somebody asks for it: a page of charts stays light.
async function takeAlong(root, button) {
  const status = root.querySelector(".srm-tools [role=status]");
  try {
    const { take } = await import(location.origin + BASE + TAKE);
    status.textContent = "";
    take(button, root.component.data);
  } catch {
    status.className = "";
    status.textContent = WORDS.unreachable;
  }
}

// The address asked for this one: it is brought into sight, gets the focus and a mark; until somebody moves on.
function arrive(root) {
  if (document.documentElement.dataset.srmArrived === location.pathname) return;
  document.documentElement.dataset.srmArrived = location.pathname;
  const exhibit = root.closest('[class*="st-key-exhibit-"]');
  // A table alone stands below its heading.
  const before = [...document.querySelectorAll("#root h2")].filter((found) => found.compareDocumentPosition(root) & Node.DOCUMENT_POSITION_FOLLOWING);
  const heading = (exhibit ? exhibit.querySelector("h2") : before.pop()) || root;
  const place = exhibit || heading;
  place.dataset.srmMarked = true;
  place.style.setProperty("--srm-mark", getComputedStyle(root).getPropertyValue("--st-primary-color"));
  heading.tabIndex = -1;
  const show = () => {
    heading.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  };
  // What stands above is still being drawn and pushes it away, and a part that is not shown yet takes no focus.
  const grown = new ResizeObserver(show);
  grown.observe(document.querySelector('[data-testid="stMainBlockContainer"]'));
  const rest = () => grown.disconnect();
  for (const moved of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(moved, rest, { once: true, passive: true, capture: true });
  show();
}

// Asks the server for another order or page, or tells it what is open; what was pressed gets the focus again.
function turn(root, pressed, to) {
  const { data, setTriggerValue } = root.component;
  const { named, number, column, down, name, key } = data.state;
  const asked = { named: Boolean(data.chart && named), number, column, down, ...to };
  root.asked = { pressed, ...asked };
  setTriggerValue("turn", { name, key, query: location.search, ...asked });
}

// Sorted otherwise a long table begins at its first page; ``order`` is a column, „-“ before it sorts downwards.
function sort(root, pressed, order) {
  const { number } = root.component.data.state;
  turn(root, pressed, { column: order.replace(/^-/, "") || null, down: order.startsWith("-"), number: number && 1 });
}

function press({ currentTarget: root, target }) {
  const found = target.closest("button[data-name], summary[data-name], .srm-take-button");
  if (!found) return;
  const { name, order, page } = found.dataset;
  const isOpen = found.parentElement.open; // before the press
  if (order) sort(root, name, order);
  else if (page) turn(root, name, { number: Number(page) });
  else if (name === "all") turn(root, name, { number: isOpen ? 0 : 1 });
  else if (name === "behind") turn(root, name, isOpen ? { named: false, number: 0, column: null, down: false } : { named: true });
  else takeAlong(root, found);
}

function change({ currentTarget: root, target }) {
  const { name } = target.dataset;
  if (name === "order") return sort(root, name, target.value);
  if (name !== "page") return;
  const { number, pages } = root.component.data.state;
  if (/^\d+$/.test(target.value)) turn(root, name, { number: Math.min(Math.max(Number(target.value), 1), pages) });
  else target.value = number || 1;
}

// What is typed counts when its field is left.
function leaveField({ key, target }) {
  if (key === "Enter" && target.dataset.name === "page") target.blur();
}

// Whether these rows are what was asked for last: an answer to an earlier question may come in between.
const answers = ({ state, chart }, asked) => ["number", "column", "down", ...(chart ? ["named"] : [])].every((name) => asked[name] === state[name]);

// What a sorted table says to those who hear it.
function announce(root, { state }) {
  const head = state.column && root.querySelector(`thead [data-name="${CSS.escape(state.column)}"]`);
  const status = element("span", { class: "srm-hidden", role: "status" });
  root.append(status);
  setTimeout(() => (status.textContent = head ? `${head.textContent}: ${state.down ? WORDS.descending : WORDS.ascending}` : ""), 50);
}

// Without what only readers without scripts see, and without what is open, which changes without drawing anew.
const lasting = (html) => html.replace(/<noscript>.*?<\/noscript>/gs, "").replaceAll(" open>", ">");

function panel(component) {
  const { data } = component;
  const { state } = data;
  const html = lasting(data.html);
  const before = component.parentElement.querySelector(".srm-panel");
  const isSame = before?.drawn === html;
  // The same rows: what somebody has opened in them stays, and so does the focus.
  const root = isSame ? before : drawnBox(component, "srm-panel", html);
  Object.assign(root, { component, drawn: html, onclick: press, onchange: change, onkeydown: leaveField });
  for (const [name, open] of [[".srm-all", state?.number > 0], [".srm-behind", state?.named]]) root.querySelector(name)?.toggleAttribute("open", Boolean(open));
  const { asked } = root;
  const isAnswered = asked && answers(data, asked);
  if (isAnswered) delete root.asked;
  if (isSame) return;
  const place = data.chart && document.querySelector(`#root .st-key-${data.chart}`);
  if (place) reachable(place, data.title);
  if (data.marked) arrive(root);
  if (!asked) return;
  const { pressed } = asked;
  // Somebody may have gone on to something else meanwhile.
  if (document.activeElement === document.body) {
    const named = (name) => root.querySelector(`[data-name="${CSS.escape(name)}"]:not(:disabled)`);
    const next = [named(pressed), named("order"), named("page")].find((found) => found?.checkVisibility());
    next?.focus({ preventScroll: true });
  }
  if (isAnswered && (pressed === "order" || root.querySelector(`[data-order][data-name="${CSS.escape(pressed)}"]`))) announce(root, data);
}
