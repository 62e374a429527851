// A map drawn by the server as SVG: choosing by click or key, and a tooltip for pointer and keyboard.
export default function (component) {
  const root = emptied(component, "srm-map");
  const tip = element("div", { class: "srm-tip", "aria-hidden": true, hidden: true });
  root.innerHTML = component.data.svg; // made and escaped by app/maps.py
  root.append(tip);

  const show = (area, x, y) => {
    tip.replaceChildren(...area.dataset.tip.split("\n").map((line) => element("div", {}, line)));
    tip.hidden = false;
    const box = root.getBoundingClientRect();
    tip.style.left = `${Math.max(0, Math.min(x - box.left + 14, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${y - box.top + 18}px`;
  };
  const choose = (area) => component.setTriggerValue("choose", area.dataset.key);

  for (const area of root.querySelectorAll("[data-tip]")) {
    area.addEventListener("pointermove", (event) => show(area, event.clientX, event.clientY));
    area.addEventListener("pointerleave", () => (tip.hidden = true));
    area.addEventListener("focus", () => {
      const box = area.getBoundingClientRect();
      show(area, box.left + box.width / 2, box.top + box.height / 2);
    });
    area.addEventListener("blur", () => (tip.hidden = true));
    if (area.getAttribute("role") !== "button") continue;
    area.addEventListener("click", () => choose(area));
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") tip.hidden = true;
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(area);
    });
  }
}
