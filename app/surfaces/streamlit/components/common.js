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

// In a frame of another site every link leads out of it, to a page of its own.
const EMBEDDED = new URLSearchParams(location.search).get("embed") === "true";

// A real link, so that it can be copied or opened in a new tab; a plain click stays in this session.
function link(component, href, ...children) {
  const own = href.startsWith("/");
  const inside = own && !EMBEDDED;
  return element(
    "a",
    {
      href: own ? BASE + href : href,
      target: inside ? null : "_blank",
      rel: inside ? null : "noopener noreferrer",
      onclick: (event) => {
        if (!inside || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        component.setTriggerValue("open", href);
      },
    },
    ...children,
  );
}

function saveAs(blob, name) {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// The component's own box, emptied: a component is drawn anew whenever its data change.
function emptied(component, className) {
  let root = component.parentElement.querySelector("." + className);
  if (!root) component.parentElement.append((root = element("div", { class: className })));
  root.replaceChildren();
  return root;
}
