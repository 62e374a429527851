// From the first view to the live page: Streamlit makes its page unseen below, and takes the place when it is complete.
(() => {
  const first = document.getElementById("srm-first");
  const root = document.getElementById("root");
  const sheet = document.getElementById("srm-first-style");
  const page = first.querySelector("main");
  const PRESSABLE = "a, button, input, select, textarea, summary, [role=button], [tabindex='0']";
  const KEYED = '[class*="st-key-"]';
  const DRAWN = [".srm-paper > *", ".srm-figures > *", ".srm-plain > *", ".srm-switch > *", ".srm-editor > *", ".srm-chart > *", ".srm-map > *", ".srm-panel > *", "h1, h2"];
  const IDLE = 10000; // milliseconds that Streamlit rests before its page counts as complete, whatever it shows: slow machines need several seconds
  const TYPEFACE = 1000; // milliseconds that the view waits for its typeface
  const ATTEMPTS = 2; // websockets that fail before the page is taken for one that gets none
  let pressed = null;
  let rests = 0;
  let grown = 0;

  // On a phone the menu lies over the page, which somebody has loaded to see: Streamlit would open it as it was left.
  if (innerWidth < 768)
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("stSidebarCollapsed")) localStorage.removeItem(name);
    } catch {
      // Nothing is kept where storage is not allowed.
    }

  // Where something stands: the nearest part with a key, and what it is called there.
  const placeOf = (element) => {
    if (element.dataset.live) return { live: element.dataset.live };
    const part = element.closest(KEYED);
    const key = part && [...part.classList].find((name) => name.startsWith("st-key-"));
    return key && { key, name: nameOf(element) };
  };
  const nameOf = (element) => (element.getAttribute("aria-label") || (element.labels?.[0] ?? element).textContent).trim();
  const found = (place) => {
    if (place?.live) return root.querySelector(`[data-testid="${place.live}"]`);
    const part = place && root.querySelector(`.${CSS.escape(place.key)}`);
    if (!part) return null;
    const all = [...part.querySelectorAll(PRESSABLE)];
    return all.find((element) => nameOf(element) === place.name) || all[0]; // parts of a date are called otherwise
  };

  // Where a proxy lets no websocket through, Streamlit would try for ever: the view stays, as it is where there are no
  // scripts, and says so to the reader and to the server. When one opens after all, Streamlit takes the place as ever.
  const stay = () => {
    for (const found of document.body.querySelectorAll("noscript")) found.outerHTML = found.textContent;
    first.removeEventListener("submit", keep);
    first.style.cursor = "";
    const note = first.querySelector(".srm-alone");
    note.textContent = note.dataset.text;
    navigator.sendBeacon(`${window.__streamlit.BACKEND_BASE_URL}api/ohne-websocket`);
  };
  let failures = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...asked) {
      super(...asked);
      this.addEventListener("close", () => ++failures === ATTEMPTS && first.isConnected && stay());
    }
  };

  // Streamlit begins when the first view is painted; a script that is put in by content would not run.
  const begin = () => {
    performance.mark("srm-first-view");
    for (const found of document.getElementById("srm-streamlit").content.children) {
      const element = document.createElement(found.localName);
      for (const { name, value } of found.attributes) element.setAttribute(name, value);
      document.head.append(element);
    }
    look();
  };

  // The view is shown in its typeface, or without it when it does not come.
  const show = () => {
    if (document.documentElement.classList.contains("srm-face")) return;
    document.documentElement.classList.add("srm-face");
    // What is asked for stands at the top of the view.
    const marked = first.querySelector("[data-marked]");
    // A table alone stands below its heading.
    const above = () => [...first.querySelectorAll("h2")].filter((found) => found.compareDocumentPosition(marked) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    const asked = marked && (marked.closest('[class*="st-key-exhibit-"]') || above());
    if (asked) {
      asked.dataset.srmMarked = true;
      asked.style.setProperty("--srm-mark", "var(--st-primary-color)");
      asked.scrollIntoView();
    }
    requestAnimationFrame(() => setTimeout(begin));
  };
  document.fonts.load('16px "Source Sans"').then(show, show);
  setTimeout(show, TYPEFACE);

  // Links lead away by themselves, and what folds opens; everything else is pressed again on the live page.
  const press = (event) => {
    const element = event.target.closest(PRESSABLE);
    if (!element || element.matches("a, summary, input, select, textarea") || element.closest("a, summary")) return;
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    pressed = placeOf(element);
    first.style.cursor = "progress";
  };
  first.addEventListener("click", press);
  first.addEventListener("keydown", press);
  const keep = (event) => event.preventDefault();
  first.addEventListener("submit", keep);

  const isComplete = () => {
    const app = root.querySelector('[data-testid="stApp"]');
    const isMade = app?.dataset.testScriptState === "notRunning" && root.querySelector(".st-key-footer a");
    if (!isMade || root.querySelector('[data-testid="stSkeleton"]')) return (rests = 0); // a skeleton stands where a script is still on its way
    rests ||= performance.now();
    const height = root.querySelector('[data-testid="stMainBlockContainer"]').offsetHeight;
    const grows = height !== grown;
    grown = height;
    if (grows) return false;
    return DRAWN.every((part) => root.querySelectorAll(part).length >= first.querySelectorAll(part).length) || performance.now() - rests > IDLE;
  };

  // What is out of sight is as high as it is guessed to be: the place is kept by what stands at the top of the view.
  const atTop = () => {
    if (!page.scrollTop) return ["", 0];
    const seen = [...page.querySelectorAll(KEYED)].filter((part) => part.getBoundingClientRect().bottom > 60 && part.getBoundingClientRect().height);
    const part = seen.sort((a, b) => Math.abs(a.getBoundingClientRect().top - 60) - Math.abs(b.getBoundingClientRect().top - 60))[0];
    return part ? [[...part.classList].find((name) => name.startsWith("st-key-")), part.getBoundingClientRect().top] : ["", 0];
  };
  const restore = (main, key, offset) => {
    const part = key && root.querySelector(`.${CSS.escape(key)}`);
    for (let i = 0; part && i < 5; i++) main.scrollTop += part.getBoundingClientRect().top - offset;
  };

  const handOver = () => {
    const active = first.contains(document.activeElement) && document.activeElement !== first ? document.activeElement : null;
    const focused = active && placeOf(active);
    const [folds, live] = [first, root].map((place) => [...place.querySelectorAll("details")]);
    for (const { name, value } of first.querySelectorAll(":checked"))
      root.querySelector(`.srm-switch [name^="${name}-"][value="${CSS.escape(value)}"]:not(:checked)`)?.click();
    for (const { name, value } of [...first.querySelectorAll(".srm-form-list input")].filter((box) => box.checked !== box.defaultChecked))
      root.querySelector(`.srm-form-list [name="${name}"][value="${CSS.escape(value)}"]`)?.click();
    const isChanged = (field) => (field.options ? !field.selectedOptions[0].defaultSelected : field.value !== field.defaultValue);
    for (const field of [...first.querySelectorAll("select, textarea, input:not([type=radio])")].filter(isChanged)) {
      const same = found(placeOf(field));
      if (same) Object.assign(same, { value: field.value }).dispatchEvent(new Event("change", { bubbles: true }));
    }
    folds.forEach((fold, i) => fold.open && live[i] && (live[i].open = true));
    const main = root.querySelector('[data-testid="stMain"]');
    const [part, offset] = atTop();
    // What is near stays as it was laid out; what is far is laid out again when somebody comes to it.
    for (const drawn of root.querySelectorAll(".srm-chart, .srm-panel"))
      if (drawn.getBoundingClientRect().top < 2 * innerHeight) drawn.style.cssText = "content-visibility: visible; contain: layout style paint";
    first.remove();
    sheet.remove();
    document.getElementById("srm-no-script")?.remove();
    restore(main, part, offset);
    if (focused) found(focused)?.focus({ preventScroll: true });
    const target = found(pressed);
    target?.focus({ preventScroll: true });
    target?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  };

  const look = () => (isComplete() ? requestAnimationFrame(handOver) : setTimeout(look, 30));
})();
