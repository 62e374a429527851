// When did the page last change, and when did somebody last do something? Bokeh builds its page in shadow roots.
window.srmSide = {
  roots: [document],
  last: 0,
  done: 0,
  count(selector) {
    return this.roots.reduce((sum, root) => sum + root.querySelectorAll(selector).length, 0);
  },
  texts(selector) {
    return this.roots.flatMap((root) => [...root.querySelectorAll(selector)].map((found) => found.textContent)).join();
  },
  isQuiet({ selector, least }, wait) {
    return this.count(selector) >= least && !document.getElementById("srm-first") && performance.now() - Math.max(this.last, this.done) > wait;
  },
  result() {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const view = performance.getEntriesByName("srm-first-view")[0]?.startTime;
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    return [paint, view ? Math.max(view, paint) : this.last, this.last, entries.reduce((sum, entry) => sum + entry.transferSize, 0), entries.length];
  },
};
const srmObserver = new MutationObserver(() => (window.srmSide.last = performance.now()));
const srmOptions = { subtree: true, childList: true, characterData: true, attributes: true };
srmObserver.observe(document, srmOptions);
const srmAttach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = srmAttach.call(this, options);
  window.srmSide.roots.push(root);
  srmObserver.observe(root, srmOptions);
  root.addEventListener("change", srmDone, { capture: true }); // it does not leave its root
  return root;
};
const srmDone = () => (window.srmSide.done = performance.now());
for (const name of ["click", "change"]) addEventListener(name, srmDone, { capture: true });
