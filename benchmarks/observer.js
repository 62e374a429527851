// When did the page last change what it shows? Attributes count inside drawings only: elsewhere they are Streamlit's
// bookkeeping (stale, running) and paint nothing.
window.srmBench = {
  last: 0,
  quiet(expected, wait) {
    const complete = Object.entries(expected).every(([selector, count]) => document.querySelectorAll(selector).length >= count);
    return complete && !document.getElementById("srm-first") && performance.now() - this.last > wait;
  },
  // When the first view was painted, which is shown in one piece; 0 where there is none.
  firstView() {
    const times = ["srm-first-view", "first-contentful-paint"].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? 0);
    return times[0] && Math.max(...times);
  },
  received() {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return entries.reduce((sum, entry) => sum + entry.transferSize, 0);
  },
};
new MutationObserver((records) => {
  const shown = (record) => {
    const place = record.target.nodeType === Node.ELEMENT_NODE ? record.target : record.target.parentElement;
    return place && place.closest('[data-testid="stMain"]') && (record.type !== "attributes" || place.closest("svg"));
  };
  if (records.some(shown)) window.srmBench.last = performance.now();
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
