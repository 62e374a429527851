// The values of a drawing, one after the other, for keys; and beside the pointer.
function tips(root, drawing) {
  const tip = element("div", { class: "srm-tip", role: "status", hidden: true });
  root.append(tip);
  let marked = null;
  const hide = () => {
    tip.hidden = true;
    marked?.classList.remove("srm-mark");
    marked = null;
  };
  const show = (mark, x, y) => {
    if (marked !== mark) {
      marked?.classList.remove("srm-mark");
      mark.classList.add("srm-mark");
      marked = mark;
      tip.replaceChildren(...mark.dataset.tip.split("\n").map((line) => element("div", {}, line)));
    }
    placeTip(tip, root, x, y);
  };
  const marks = () => [...drawing.querySelectorAll("[data-tip]")].filter((mark) => mark.getClientRects().length);
  const step = (to) => {
    const all = marks();
    if (!all.length) return;
    const from = all.indexOf(marked);
    const next = to === "first" ? 0 : to === "last" ? all.length - 1 : (from + to + all.length + (from < 0 && to < 0 ? 1 : 0)) % all.length;
    const box = all[next].getBoundingClientRect();
    show(all[next], box.left + box.width / 2, box.top + box.height / 2);
  };
  const under = (event) => {
    const mark = event.target.closest?.("[data-tip]");
    if (mark) show(mark, event.clientX, event.clientY);
    else hide();
  };
  drawing.addEventListener("pointermove", under);
  drawing.addEventListener("pointerdown", under);
  drawing.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
  drawing.addEventListener("blur", hide);
  drawing.addEventListener("keydown", (event) => {
    const to = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: "first", End: "last" }[event.key];
    if (event.key === "Escape") hide();
    if (to === undefined) return;
    event.preventDefault();
    step(to);
  });
  return hide;
}
