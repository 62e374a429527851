// A field for a query: names of tables and columns are suggested while somebody types; Ctrl and Enter run it.

const MOST = 8; // suggestions at once
const LONGEST = 64; // letters of a name before the caret; of a longer text no search for it comes to an end
const READ = 20000; // letters in which names are looked for
const KEYWORDS = "select from where group by order by limit join left join using on with as and or not in is null like count sum avg min max round distinct case when then else end between desc asc having union all describe show tables summarize".split(" ");

// The name that is being typed before the caret, with the table or alias that stands before its dot.
function typed(field) {
  const before = field.value.slice(Math.max(0, field.selectionStart - 2 * LONGEST), field.selectionStart);
  const [, table = "", name] = before.match(/(?:(\w+)\.)?(\w*)$/);
  return { table, name, start: field.selectionStart - name.length };
}

// The table that a name before a dot means: itself, or what „from“ and „join“ call so.
function meant(name, text, tables) {
  if (tables[name]) return name;
  const found = [...text.matchAll(/(?:from|join|,)\s+(\w+)(?:\s+as)?\s+(\w+)/gi)].find(([, table, alias]) => alias === name && tables[table]);
  return found ? found[1] : "";
}

function suggestions(field, tables, isAsked) {
  const { table, name } = typed(field);
  if (!table && name.length < 2 && !isAsked) return [];
  if (name.length > LONGEST) return [];
  const [part, text] = [name.toLowerCase(), field.value.slice(0, READ)];
  const named = Object.keys(tables).filter((one) => new RegExp(`\\b${one}\\b`, "i").test(text));
  const columns = (of) => of.flatMap((one) => Object.entries(tables[one]?.columns || {}));
  const all = table
    ? columns([meant(table, text, tables)])
    : [...columns(named), ...Object.entries(tables).map(([one, { label }]) => [one, label]), ...KEYWORDS.map((one) => [one, WORDS.word])];
  const once = [...new Map(all.map((one) => [one[0], one])).values()];
  const begins = once.filter(([one]) => one.startsWith(part) && one !== part);
  const holds = part ? once.filter(([one]) => !one.startsWith(part) && one.includes(part)) : [];
  return [...begins, ...holds].slice(0, MOST);
}

function begin(component) {
  const root = drawnBox(component, "srm-editor", component.data.html);
  const [field, button] = ["textarea", ".srm-run"].map((part) => root.querySelector(part));
  const list = element("ul", { id: "srm-names", class: "srm-names", role: "listbox", "aria-label": WORDS.suggestions, hidden: true });
  const status = element("span", { class: "srm-hidden", role: "status" });
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  root.querySelector(".srm-field").append(list);
  button.after(status);
  let found = [];
  let active = -1;
  let shown = field.value;
  let pending = null; // the query that was run and is not answered yet

  const close = () => {
    found = [];
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (number) => {
    active = number;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === active));
    if (active < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", `srm-name-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const take = (number) => {
    const { start } = typed(field);
    field.setRangeText(found[number][0], start, field.selectionStart, "end");
    close();
  };
  const suggest = (isAsked) => {
    found = suggestions(field, root.component.data.tables, isAsked);
    list.replaceChildren(
      ...found.map(([name, kind], i) =>
        element("li", { id: `srm-name-${i}`, role: "option", onpointerdown: (event) => { event.preventDefault(); take(i); } }, element("span", {}, name), element("span", {}, ` ${kind}`)),
      ),
    );
    list.hidden = !found.length;
    status.textContent = found.length ? `${found.length} ${found.length === 1 ? WORDS.suggestion : WORDS.suggestions}` : "";
    mark(-1);
  };
  const run = () => {
    close();
    status.textContent = WORDS.running;
    button.textContent = WORDS.running;
    pending = field.value;
    root.component.setTriggerValue("turn", { query: pending });
  };
  field.addEventListener("input", () => suggest(false));
  field.addEventListener("blur", close);
  field.addEventListener("click", close);
  field.addEventListener("keydown", (event) => {
    const isOpen = found.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
    else if (event.key === " " && event.ctrlKey) suggest(true);
    else if (event.key === "Escape" && isOpen) close();
    else if (isOpen && step) mark((active + step + found.length + (active < 0 && step < 0)) % found.length);
    else if (isOpen && active >= 0 && event.key === "Enter") take(active);
    else return;
    event.preventDefault();
  });
  button.onclick = run;
  root.onclick = follow;

  root.answer = (html) => {
    const answered = element("div");
    fill(answered, html);
    const { value: query, rows } = answered.querySelector("textarea");
    field.rows = rows;
    button.textContent = WORDS.run;
    status.textContent = "";
    // What somebody has typed stays while the page is drawn anew, also what is written on while a query runs.
    if (query !== shown && query !== pending) field.value = query;
    if (query === pending) pending = null;
    shown = query;
  };
  return root;
}

export default function (component) {
  const root = component.parentElement.querySelector(".srm-editor") ?? begin(component);
  root.component = component;
  root.answer(component.data.html);
}
