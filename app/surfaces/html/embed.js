for (const drawing of document.querySelectorAll(".srm-drawing")) tips(drawing.parentElement, drawing);
for (const map of document.querySelectorAll(".srm-map")) tips(map, map);
