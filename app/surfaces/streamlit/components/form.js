// What is chosen in a form: each press sends all of it. What is open stays open while the page is drawn anew, and so does the focus.
const SEARCHED = 8; // names from which on a list has a field to search in
const PENDING = 4000; // milliseconds after which an answer that has not come is not waited for

const VALUES = ":is(select, input).srm-input"; // fields that hold one value

const boxesOf = (place) => [...place.querySelectorAll(".srm-form-list input")];
const shapeOf = (place) => JSON.stringify([...boxesOf(place), ...place.querySelectorAll("option")].map((found) => [found.name, found.value, found.closest("label, option").textContent]));
const chosenOf = (place) => {
  const chosen = {};
  for (const { dataset } of place.querySelectorAll("details[data-filter]")) chosen[dataset.filter] = [];
  for (const { name, value, checked } of boxesOf(place)) if (checked) chosen[name].push(value);
  for (const { name, value } of place.querySelectorAll(VALUES)) chosen[name] = [value];
  return chosen;
};

function form(component) {
  const fresh = element("form", { class: "srm-form", method: "get" });
  fresh.innerHTML = component.data.html; // made and escaped by app/surfaces/form.py
  const root = component.parentElement.querySelector(".srm-form");
  if (!root) {
    component.parentElement.append(fresh);
    begin(fresh);
    fresh.component = component;
    return;
  }
  root.component = component;
  const now = JSON.stringify(chosenOf(fresh));
  // An answer to an earlier press comes in between; what is chosen in a form of one page may be answered otherwise.
  if (component.data.key === "filters" && root.asked && root.asked !== now && performance.now() - root.since < PENDING) return;
  delete root.asked;
  if (shapeOf(root) !== shapeOf(fresh)) {
    const focused = root.contains(document.activeElement) && document.activeElement.name;
    root.replaceChildren(...fresh.childNodes);
    searchable(root);
    return focused && root.querySelector(`[name="${CSS.escape(focused)}"]`).focus();
  }
  const boxes = boxesOf(fresh);
  boxesOf(root).forEach((box, i) => ([box.checked, box.disabled] = [boxes[i].checked, boxes[i].disabled]));
  const [fields, summaries] = [VALUES, "summary"].map((kind) => [...fresh.querySelectorAll(kind)]);
  // Nobody loses what is being written.
  root.querySelectorAll(VALUES).forEach((field, i) => field === document.activeElement && field.matches("input") || (field.value = fields[i].value));
  root.querySelectorAll("summary").forEach((summary, i) => summary.innerHTML === summaries[i].innerHTML || summary.replaceChildren(...summaries[i].childNodes));
}

// Whoever looks for a name among many types it.
function searchable(root) {
  for (const list of root.querySelectorAll(".srm-form-list"))
    if (list.children.length >= SEARCHED) {
      const label = `${WORDS.search}: ${list.closest("details").querySelector(".srm-label").textContent}`;
      list.before(element("input", { type: "search", class: "srm-form-search", placeholder: WORDS.search, "aria-label": label, autocomplete: "off" }));
    }
}

function begin(root) {
  searchable(root);
  const opened = () => root.querySelector("details.srm-form-item[open]");
  const seen = (details) => boxesOf(details).filter((box) => !box.parentElement.hidden);
  const close = (details) => details && (details.open = false);
  const search = (field) => {
    const words = field.value.trim().toLocaleLowerCase("de");
    for (const box of boxesOf(field.closest("details"))) box.parentElement.hidden = !box.parentElement.textContent.toLocaleLowerCase("de").includes(words);
  };
  // A list that is opened begins with all its names: before the browser says that it is open, for who types at once.
  const showAll = (details) => {
    const field = details.querySelector(".srm-form-search");
    if (!field) return;
    field.value = "";
    search(field);
  };
  const send = (changed) => {
    const chosen = chosenOf(root);
    if (changed.dataset.resets) chosen[changed.dataset.resets] = [""];
    [root.asked, root.since] = [JSON.stringify(chosen), performance.now()];
    root.component.setTriggerValue("filter", { query: location.search, chosen });
  };
  root.addEventListener("change", ({ target }) => target.matches(".srm-form-search") || send(target));
  root.addEventListener("input", ({ target }) => target.matches(".srm-form-search") && search(target));
  root.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("keydown", (event) => {
    const details = event.target.closest("details.srm-form-item");
    if (!details || event.ctrlKey || event.metaKey || event.altKey) return;
    // Whoever goes on by the tab key leaves the list behind; a press on what is no field moves the focus, too, and closes nothing.
    if (event.key === "Tab") return setTimeout(() => details.contains(document.activeElement) || close(details));
    const field = details.querySelector(".srm-form-search");
    if (event.key === "Escape" && details.open) {
      close(details);
      return details.querySelector("summary").focus();
    }
    if (!details.open) {
      if (event.key !== "ArrowDown") return;
      showAll(details);
      details.open = true;
    } else if (event.key === "Enter" && event.target.type === "checkbox") {
      event.preventDefault();
      return event.target.click();
    } else if (event.key === "Enter" && event.target === field) {
      if (field.value) seen(details)[0]?.click();
      return;
    } else if (event.key.length === 1 && event.key !== " " && event.target !== field) return field?.focus();
    const boxes = seen(details);
    const from = boxes.indexOf(event.target);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1 }[event.key] ?? (event.target === field ? undefined : { Home: 0, End: boxes.length - 1 }[event.key]);
    if (to === undefined) return;
    event.preventDefault();
    (boxes[to] ?? (to < 0 ? field || details.querySelector("summary") : boxes.at(-1)))?.focus();
  });
  root.addEventListener("click", ({ target }) => target.closest("summary") && showAll(target.closest("details")));
  const outside = ({ target }) => {
    const details = opened();
    if (details && !details.contains(target)) close(details);
  };
  const back = () => delete root.asked;
  const listeners = [["pointerdown", outside], ["popstate", back]];
  listeners.forEach(([name, listener]) => addEventListener(name, listener));
  root.leave = () => listeners.forEach(([name, listener]) => removeEventListener(name, listener));
}
