// The parts of a page, one below the other: drawn anew only where they have changed, so what is open stays, and so does the focus.
const KINDS = { group, html, header: html, form, paper, plain, switch: options, chart, map, panel };

function html({ parentElement, data }) {
  fill(parentElement, data.html);
}

function group({ parentElement, data, setTriggerValue }) {
  const before = new Map([...parentElement.children].map((box) => [box.dataset.key, box]));
  data.parts.forEach((part, i) => {
    const box = before.get(part.key) ?? element("div", { class: `srm-block st-key-${part.key}`, "data-key": part.key });
    before.delete(part.key);
    if (parentElement.children[i] !== box) parentElement.insertBefore(box, parentElement.children[i] ?? null);
    const text = JSON.stringify(part);
    if (box.text === text) return;
    box.text = text;
    KINDS[part.kind]({ parentElement: box, data: part, setTriggerValue });
  });
  for (const gone of before.values()) {
    leave(gone);
    gone.remove();
  }
}

const leave = (box) => box.querySelectorAll(".srm-chart, .srm-form").forEach((drawn) => drawn.leave?.());

export default function (component) {
  const root = component.parentElement.querySelector(".srm-blocks") ?? element("div", { class: "srm-blocks" });
  // What is put in anew loses the focus.
  if (root.parentElement !== component.parentElement) component.parentElement.append(root);
  root.onclick = follow;
  // What was drawn before and has not changed asks the server as it does now.
  root.component = component;
  const setTriggerValue = (...named) => root.component.setTriggerValue(...named);
  group({ parentElement: root, data: { parts: JSON.parse(new TextDecoder().decode(component.data)) }, setTriggerValue });
  return () => root.isConnected || leave(root);
}
