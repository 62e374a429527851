for (const drawing of document.querySelectorAll(".srm-drawing, .srm-map")) tips(drawing.closest(".srm-chart, .srm-map"), drawing);
