// What belongs to a chart or stands alone: the table behind it, the way to take it along, sources.

// A chart that is wider than the screen scrolls inside its box, which a keyboard must be able to reach.
function reachable(place, title) {
  new ResizeObserver(() => {
    const scrolls = place.scrollWidth > place.clientWidth + 1;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", title]])
      if (scrolls) place.setAttribute(name, value);
      else place.removeAttribute(name);
  }).observe(place);
}

// The window and all that belongs to it is fetched when somebody asks for it: a page of charts stays light.
function takeButton(data) {
  const status = element("span", { class: "srm-hidden", role: "status" });
  const button = element(
    "button",
    {
      type: "button", class: "srm-tool srm-take-button", "aria-haspopup": "dialog", "aria-label": `${WORDS.take}: ${data.title}`,
      onclick: async () => {
        try {
          const { take } = await import(location.origin + BASE + TAKE);
          status.textContent = "";
          take(button, data);
        } catch {
          status.className = "";
          status.textContent = WORDS.unreachable;
        }
      },
    },
    element("span", { class: "srm-take-icon", "aria-hidden": true }),
    WORDS.take,
  );
  return element("div", { class: "srm-tools" }, status, button);
}

// The files of a table are made by the server; a link works for everybody.
function filesOf({ files, file, title }) {
  const links = Object.entries(files).map(([kind, href]) =>
    element("a", { href: href.startsWith("/") ? BASE + href : href, download: `${file}.${kind.toLowerCase()}`, "aria-label": `${WORDS.files} ${kind}: ${title}` }, kind),
  );
  return links.length ? element("p", { class: "srm-files" }, element("span", { "aria-hidden": "true" }, `${WORDS.files} `), ...links) : null;
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

// Everything but what is open, which changes without drawing anew.
const drawn = ({ state, ...rest }) => JSON.stringify([rest, state?.column, state?.down, state?.pages && Math.max(state.number, 1)]);

// Whether these rows are what was asked for last: an answer to an earlier question may come in between.
const answers = ({ state, chart }, asked) =>
  (asked.number || 0) === (state.number || 0) && (asked.column || null) === (state.column || null) && Boolean(asked.down) === Boolean(state.down) && (!chart || Boolean(asked.named) === Boolean(state.named));

// What a sorted table says to those who hear it.
function announce(root, { names, columns, state }) {
  const column = columns[names.indexOf(state.column)];
  const status = element("span", { class: "srm-hidden", role: "status" });
  root.append(status);
  setTimeout(() => (status.textContent = column ? `${column.label}: ${state.down ? WORDS.descending : WORDS.ascending}` : ""), 50);
}

function panel(component) {
  const { data } = component;
  const { state } = data;
  const before = component.parentElement.querySelector(".srm-panel");
  if (before?.drawn === drawn(data)) {
    // The same rows: what somebody has opened in them stays, and so does the focus.
    before.component = component;
    for (const [name, open] of [[".srm-all", state?.number > 0], [".srm-behind", state?.named]]) before.querySelector(name)?.toggleAttribute("open", Boolean(open));
    if (before.asked && answers(data, before.asked)) delete before.asked;
    return;
  }
  const root = emptied(component, "srm-panel");
  root.drawn = drawn(data);
  root.component = component;
  const place = data.chart && document.querySelector(`#root .st-key-${data.chart}`);
  if (place) reachable(place, data.title);
  const tools = data.slug ? takeButton(data) : "";
  if (data.rows && !data.rows.length) return root.append(element("p", {}, data.nothing || WORDS.empty));
  const rows = data.rows && element("div", {}, rowsOf(component), filesOf(data));
  const behind = ({ currentTarget }) => turn(component, "behind", () => (currentTarget.parentElement.open ? { named: false, number: 0, column: null } : { named: true }));
  const shown = rows && data.chart ? element("details", { class: "srm-behind", open: state.named }, element("summary", { "data-name": "behind", "aria-label": `${WORDS.table}: ${data.title}`, onclick: behind }, WORDS.table), rows) : rows;
  root.append(
    element("div", { class: data.chart ? "srm-foot" : `srm-foot srm-foot-table${data.columns.length > 8 ? " srm-wide" : ""}` }, shown, tools),
    data.rest ? element("p", {}, data.rest) : "",
    data.source ? element("p", { class: "srm-source" }, data.source, ...originOf(data)) : "",
  );
  if (data.marked) arrive(root);
  if (!root.asked) return;
  const { pressed } = root.asked;
  // Somebody may have gone on to something else meanwhile.
  if (document.activeElement === document.body) {
    const named = (name) => root.querySelector(`[data-name="${name}"]:not(:disabled)`);
    const next = [named(pressed), named("order"), named("page")].find((found) => found?.checkVisibility());
    next?.focus({ preventScroll: true });
  }
  if (!answers(data, root.asked)) return;
  if (data.names.includes(pressed) || pressed === "order") announce(root, data);
  delete root.asked;
}
