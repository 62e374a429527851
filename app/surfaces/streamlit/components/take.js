// The window „Mitnehmen“: one chart as picture and data, how to cite and embed it, and its alternative text.

const PATIENCE = 45000;

const address = (kind, data, more = {}) => {
  const query = new URLSearchParams(data.query);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `${BASE}/api/${kind}?${query}`;
};

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// The sentence of an answer that brings no file; those of proxies are pages, which nobody wants to read here.
async function complaint(answer, otherwise) {
  const text = answer.headers.get("content-type")?.startsWith("text/plain") ? (await answer.text()).trim() : "";
  return text || otherwise;
}

async function fetched(url, signal) {
  const late = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, late]) });
    if (!answer.ok) throw new Error(await complaint(answer, SAID.failed));
    return { blob: await answer.blob(), name: /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") || "")?.[1] };
  } catch (error) {
    if (signal.aborted) throw error;
    if (late.aborted) throw new Error(SAID.late, { cause: error });
    throw error instanceof TypeError ? new Error(SAID.failed, { cause: error }) : error;
  }
}

// Without a secure address there is no clipboard to write to; what is selected can be copied everywhere.
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}

const choice = (group, value, checked, label, hint, onchange) =>
  element(
    "label",
    { class: "srm-choice" },
    element("input", { type: "radio", name: `srm-${group}`, value, checked, onchange }),
    element("span", {}, label, hint ? element("small", {}, hint) : ""),
  );

const group = (legend, className, ...children) => element("fieldset", { class: className }, element("legend", {}, legend), ...children);

function picture(data, words, closed, say) {
  const wish = { format: FORMATS[0].key, kind: "png", bare: false, outlines: false };
  let preview = new AbortController();
  let shown = "";

  const image = element("img", { alt: "", hidden: true });
  const note = element("p", { class: "srm-take-note" });
  const sheet = element("div", { class: "srm-take-sheet" }, image, note);
  const save = element("button", { type: "button", class: "srm-take-save", onclick: () => saveFile() }, SAID.save);
  const again = element("button", { type: "button", class: "srm-tool", hidden: true, onclick: () => draw() }, SAID.again);

  const asked = () => ({ format: wish.format, ...(wish.bare ? { schlicht: "1" } : {}) });
  const chosen = () => FORMATS.find((one) => one.key === wish.format);

  function show(blob) {
    if (shown) URL.revokeObjectURL(shown);
    shown = blob ? URL.createObjectURL(blob) : "";
    image.hidden = !blob;
    if (blob) image.src = shown;
  }

  function complain(message) {
    show(null);
    note.textContent = message;
    again.hidden = false;
    say(message, { aloud: true });
  }

  async function draw() {
    preview.abort();
    preview = new AbortController();
    const { signal } = preview;
    const { width, height } = chosen();
    sheet.style.setProperty("--ratio", width / height);
    again.hidden = true;
    show(null);
    note.textContent = SAID.drawing;
    say(SAID.drawing, { aloud: true });
    try {
      const { blob } = await fetched(address(`bild/${data.slug}.svg`, data, asked()), signal);
      show(blob);
      note.textContent = "";
      say(SAID.drawn, { aloud: true });
      words.then(({ short }) => (image.alt = filled(SAID.preview, { text: short })), () => (image.alt = filled(SAID.preview, { text: data.title })));
    } catch (error) {
      if (!signal.aborted) complain(error.message);
    }
  }

  async function saveFile() {
    save.disabled = true;
    say(SAID.drawing);
    const { signal } = closed;
    try {
      const more = wish.kind === "svg" && wish.outlines ? { umrisse: "1" } : {};
      const { blob, name } = await fetched(address(`bild/${data.slug}.${wish.kind}`, data, { ...asked(), ...more }), signal);
      saveAs(blob, name || `${data.file}.${wish.kind}`);
      say(filled(SAID.saved, { name: name || `${data.file}.${wish.kind}` }));
    } catch (error) {
      if (!signal.aborted) complain(error.message);
    } finally {
      save.disabled = false;
    }
  }

  const formats = group(
    SAID.format, "srm-choices",
    ...FORMATS.map((one, i) => choice("format", one.key, i === 0, one.label, one.use, () => ((wish.format = one.key), draw()))),
  );
  const use = element("small", { id: "srm-take-use" }, SAID[`use_${wish.kind}`]);
  const option = (name, onchange) => {
    const box = element("input", { type: "checkbox", onchange: () => onchange(box.checked) });
    return element("label", { class: "srm-choice" }, box, element("span", {}, SAID[name], element("small", {}, SAID[`${name}_for`])));
  };
  const outlines = option("outlines", (checked) => (wish.outlines = checked));
  outlines.hidden = true;
  const take = (kind) => {
    wish.kind = kind;
    use.textContent = SAID[`use_${kind}`];
    outlines.hidden = kind !== "svg";
  };
  const kinds = group(
    SAID.kind, "srm-choices",
    element("div", { class: "srm-kinds", "aria-describedby": use.id }, ...["png", "svg", "pdf"].map((kind) => choice("kind", kind, kind === wish.kind, kind.toUpperCase(), "", () => take(kind)))),
    use,
  );
  const bare = option("bare", (checked) => ((wish.bare = checked), draw()));

  closed.signal.addEventListener("abort", () => (preview.abort(), show(null)));
  draw();
  return [
    element("div", { class: "srm-take-wishes" }, formats, kinds, outlines, bare),
    sheet,
    element("div", { class: "srm-take-actions" }, again, save),
  ];
}

function files(data) {
  return [
    element("p", { class: "srm-take-lead" }, PAGED.includes(data.slug) ? SAID.data_lead_pages : SAID.data_lead),
    element(
      "ul",
      { class: "srm-take-files" },
      ...FILES.filter(({ kind }) => kind !== "plotly" || !MAPS.includes(data.slug)).map(({ kind, use, label, hint }) =>
        element(
          "li", {},
          element("a", { href: address(`daten/${data.slug}.${kind}`, data, use ? { fuer: use } : {}), download: "" }, label),
          element("small", {}, hint),
        ),
      ),
    ),
  ];
}

// Texts to copy: each can be read, selected and taken with one click.
function texts(words, say, entries) {
  const place = element("div", { class: "srm-take-texts" }, element("p", {}, SAID.loading));
  words.then(
    (found) =>
      place.replaceChildren(
        ...entries.map(({ name, value }) => {
          const text = value(found);
          const label = SAID[name];
          const field = element("textarea", { readonly: true, rows: Math.min(9, Math.ceil(text.length / 62)), "aria-describedby": `srm-take-${name}`, spellcheck: "false" });
          field.value = text;
          const button = element("button", { type: "button", class: "srm-tool" });
          const called = (word) => {
            button.textContent = word;
            button.setAttribute("aria-label", `${word}: ${label}`);
          };
          called(SAID.copy);
          button.addEventListener("click", async () => {
            const done = await copied(field);
            if (done) button.focus();
            called(done ? SAID.copied : SAID.copy);
            say(done ? `${SAID.copied}: ${label}` : SAID.by_hand);
            setTimeout(() => called(SAID.copy), 2500);
          });
          return element(
            "div",
            { class: "srm-take-text" },
            element("div", { class: "srm-take-row" }, element("label", {}, label, field), button),
            element("small", { id: `srm-take-${name}` }, SAID[`${name}_for`]),
          );
        }),
      ),
    () => place.replaceChildren(element("p", {}, SAID.no_words)),
  );
  return [place];
}

function tabs(parts, say) {
  const buttons = parts.map(({ name }, i) =>
    element("button", {
      type: "button", role: "tab", id: `srm-tab-${name}`, "aria-controls": `srm-part-${name}`, autofocus: i === 0,
      onclick: () => choose(i),
      onkeydown: (event) => {
        const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: parts.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        choose((to + parts.length) % parts.length);
      },
    }, SAID[`tab_${name}`]),
  );
  const panels = parts.map(({ name, children }) =>
    element("div", { role: "tabpanel", id: `srm-part-${name}`, class: `srm-part srm-part-${name}`, "aria-labelledby": `srm-tab-${name}` }, ...children),
  );
  function choose(i, focus = true) {
    buttons.forEach((button, j) => {
      button.setAttribute("aria-selected", String(i === j));
      button.tabIndex = i === j ? 0 : -1;
      panels[j].hidden = i !== j;
    });
    if (!focus) return;
    buttons[i].focus();
    say("");
  }
  choose(0, false);
  return [element("div", { role: "tablist", class: "srm-take-tabs", "aria-label": SAID.heading }, ...buttons), ...panels];
}

export function take(opener, data) {
  const closed = new AbortController();
  const words = fetched(address(`zitat/${data.slug}.json`, data), closed.signal).then(({ blob }) => blob.text()).then(JSON.parse);
  const status = element("p", { class: "srm-take-status", role: "status" });
  // What is on screen anyway is only said aloud.
  const say = (text, { aloud = false } = {}) => {
    status.classList.toggle("srm-aloud", aloud);
    status.textContent = text;
  };
  const dialog = element(
    "dialog",
    { class: "srm-take", "aria-labelledby": "srm-take-heading", onclose: () => (closed.abort(), dialog.remove()) },
    element(
      "header", {},
      element("div", {}, element("h2", { id: "srm-take-heading" }, SAID.heading), element("p", {}, data.title)),
      element("button", { type: "button", class: "srm-take-close", "aria-label": SAID.close, title: SAID.close, onclick: () => dialog.close() }, "×"),
    ),
    ...tabs([
      { name: "picture", children: picture(data, words, closed, say) },
      { name: "data", children: files(data) },
      {
        name: "citation",
        children: texts(words, say, [
          { name: "citation", value: (found) => found.citation },
          { name: "permalink", value: (found) => found.permalink },
          { name: "embed", value: (found) => found.frame },
        ]),
      },
      { name: "alt", children: texts(words, say, [{ name: "short", value: (found) => found.short }, { name: "long", value: (found) => found.long }]) },
    ], say),
    status,
  );
  // A press beside the window closes it; the window itself is filled by its parts.
  dialog.addEventListener("pointerdown", (event) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
    if (event.target === dialog && !inside) dialog.close();
  });
  opener.closest(".srm-panel").append(dialog);
  dialog.showModal();
}
