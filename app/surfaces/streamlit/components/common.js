// Shared by all components: elements, links inside the app, files to save.

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Where the app lives on its host, without a slash at the end.
const BASE = new URL(window.__streamlit?.BACKEND_BASE_URL || "/", location.href).pathname.replace(/\/$/, "");

// Links in what the server has made: a plain click stays in this session, and what chooses keeps the rest of the address.
function follow(event) {
  const found = event.target.closest("a[data-inside], a[data-choose]");
  if (!found || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if ("inside" in found.dataset) this.component.setTriggerValue("open", found.getAttribute("href").slice(BASE.length));
  else this.component.setTriggerValue("filter", { query: location.search, chosen: JSON.parse(found.dataset.choose) });
}

function saveAs(blob, name) {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// A tooltip beside a point of the screen, never beyond the sides of the box that it lies in.
function placeTip(tip, box, x, y) {
  tip.hidden = false;
  const { left, top, width } = box.getBoundingClientRect();
  tip.style.left = `${Math.max(0, Math.min(x - left + 14, width - tip.offsetWidth))}px`;
  tip.style.top = `${y - top + 18}px`;
}

// What the server has made and escaped; words on what needs a script are texts from here on.
function fill(place, html) {
  place.innerHTML = html;
  for (const words of place.querySelectorAll("[data-shown]")) words.replaceWith(words.dataset.shown);
}

// The component's own box with what the server has made: it is drawn anew whenever its data change.
function drawnBox(component, className, html = "") {
  let root = component.parentElement.querySelector("." + className);
  if (!root) component.parentElement.append((root = element("div", { class: className })));
  fill(root, html);
  return root;
}
