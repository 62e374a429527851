"""Looking at a picture as a browser draws it: is a text cut off, does one cover another?"""

import json
from typing import Any

from app.files.pictures.chromium import Chromium

_LOOK = """
(() => {
  document.body.innerHTML = %s;
  const svg = document.querySelector("svg");
  svg.style.cssText = "position:absolute;left:0;top:0";
  const { width, height } = svg.viewBox.baseVal;
  const boxes = [...svg.querySelectorAll("text")].flatMap((text) => {
    const lines = [...text.querySelectorAll("tspan.line, tspan[x][dy]")];
    return (lines.length > 1 ? lines : [text]).map((line) => {
      const { left, top, right, bottom } = line.getBoundingClientRect();
      return { text: line.textContent, left, top, right, bottom, owner: text };
    });
  }).filter((box) => box.text.trim());
  const found = [];
  for (const box of boxes)
    if (box.left < -0.5 || box.top < -0.5 || box.right > width + 0.5 || box.bottom > height + 0.5)
      found.push(`cut off: ${box.text}`);
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    if (a.owner === b.owner) return;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // Boxes of letters reach above and below what is seen of them.
    const least = 0.35 * Math.min(a.bottom - a.top, b.bottom - b.top);
    if (across > 1 && down > least) found.push(`${a.text} | ${b.text}`);
  }));
  const sizes = boxes.map((box) => (box.bottom - box.top)).sort((a, b) => a - b);
  return JSON.stringify({ found, least: sizes[0] });
})()
"""


def looked_at(browser: Chromium, svg: bytes) -> dict[str, Any]:
    """``found``: texts that are cut off or cover each other; ``least``: height of the smallest line of text."""
    return dict(json.loads(browser.evaluate(_LOOK % json.dumps(svg.decode()))))
