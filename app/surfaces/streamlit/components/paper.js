// What every page can do. Printing: whoever prints, by our button, a key or the browser's menu, gets open tables and its address.
function toPaper() {
  for (const details of document.querySelectorAll(".srm-foot > details:not([open]), .srm-plain details:not([open])")) {
    details.open = true;
    details.dataset.folded = "";
  }
  document.querySelectorAll(".srm-address").forEach((place) => (place.textContent = ownAddress(place.dataset)));
}

function toScreen() {
  for (const details of document.querySelectorAll("details[data-folded]")) {
    details.open = false;
    delete details.dataset.folded;
  }
}

// What shows this page again, on paper and in a year: with its Stand, without what belongs to the moment.
function ownAddress({ words, stand, base }) {
  const found = new URL(location.href);
  for (const name of ["drucken", "praesentation", "folie"]) found.searchParams.delete(name);
  found.searchParams.set("stand", stand);
  const whole = base ? base + found.pathname.slice(BASE.length) + found.search : found.href;
  return `${words} ${decodeURI(whole)}`;
}

// Tables and charts of which the page shows a part.
const pagedParts = () => document.querySelector('.srm-pager, [class*="st-key-pages-"]');

const atRest = () =>
  document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning" &&
  !pagedParts();

function whenWhole(then) {
  const since = Date.now();
  const look = () => (atRest() || Date.now() - since > 15000 ? setTimeout(then, 300) : setTimeout(look, 100));
  look();
}

// On a phone the menu lies over the page: whoever has chosen wants to see what is below.
// The button that opens or closes it goes away with that, and the focus with it: it goes on where one goes on.
function useMenu(event) {
  const isIn = (name) => event.target.closest(`[data-testid="${name}"]`);
  const focus = (selector) => setTimeout(() => document.querySelector(selector)?.focus());
  if (isIn("stExpandSidebarButton")) focus('[data-testid="stSidebarNavLink"]');
  if (isIn("stSidebarCollapseButton")) focus('[data-testid="stExpandSidebarButton"]');
  if (innerWidth < 768 && isIn("stSidebarNavLink"))
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}

let print; // of the page that is shown

function printByKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "p" || !pagedParts()) return;
  event.preventDefault();
  print();
}

// Once for all pages: the part of a page that is left goes when that of the next one is there already.
addEventListener("beforeprint", toPaper);
addEventListener("afterprint", toScreen);
addEventListener("click", useMenu);
addEventListener("keydown", printByKey);

function paper(component) {
  const { html, whole } = component.data;
  const root = drawnBox(component, "srm-paper", html);
  print = () => {
    if (whole || !pagedParts()) return window.print();
    // The rest has to come first; the page is printed as soon as it is whole, and then as it was before.
    root.dataset.wanted = "";
    component.setTriggerValue("print", "whole");
  };
  root.querySelector(".srm-present").onclick = () => component.setTriggerValue("present", true);
  root.querySelector(".srm-print").onclick = print;
  if (whole && "wanted" in root.dataset) {
    delete root.dataset.wanted;
    whenWhole(() => {
      addEventListener("afterprint", () => component.setTriggerValue("print", "parts"), { once: true });
      window.print();
    });
  }
}
