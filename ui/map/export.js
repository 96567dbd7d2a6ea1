// The picture to take away: the map with title, legend, islands, source and date inside, as SVG or PNG.

const PICTURE = { width: 1600, height: 1180, map: 1010, text: "#2b363c", fine: "#5a667f" };

function wrapped(text, letters) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + word.length >= letters) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

function written(x, y, size, text, more = {}) {
  return make("text", { x, y, "font-size": size, fill: PICTURE.text, ...more }, text);
}

// A self-contained <svg>: every colour and stroke is on the shape itself, since no style sheet goes along.
export function pictureOf(view) {
  const data = view.data;
  const lines = [data.dots, ...data.export.lines].filter(Boolean).flatMap((line) => wrapped(line, 190));
  const height = PICTURE.height + Math.max(0, lines.length - 2) * 22;
  const svg = make("svg", { viewBox: `0 0 ${PICTURE.width} ${height}`, width: PICTURE.width, height,
    "font-family": "'Noto Sans', sans-serif" });
  svg.append(make("rect", { width: PICTURE.width, height, fill: "#ffffff" }),
    written(40, 62, 32, data.title, { "font-weight": 700, fill: "#021c51" }), written(40, 96, 19, data.export.unit, { fill: PICTURE.fine }),
    written(40, 128, 20, data.finding || ""));
  const map = view.svg.cloneNode(true);
  for (const [name, value] of Object.entries({ x: 40, y: 140, width: PICTURE.map, height: 960, viewBox: view.whole.join(" ") })) {
    map.setAttribute(name, value);
  }
  map.removeAttribute("class");
  map.querySelectorAll(".enti-hatch-ground").forEach((e) => e.setAttribute("fill", "#f7f8fa"));
  map.querySelectorAll(".enti-hatch-line").forEach((e) => { e.setAttribute("stroke", "#9ca6b8"); e.setAttribute("fill", "none"); });
  map.querySelectorAll(".enti-shape").forEach((e) => e.setAttribute("stroke", "#ffffff") || e.setAttribute("stroke-width", 9));
  for (const [id, i] of view.index) {
    const colour = data.export.colours[data.marks[i]];
    if (colour) map.querySelector(`[data-id="${id}"]`)?.setAttribute("fill", colour);
  }
  map.querySelectorAll(".enti-frame").forEach((e) => { e.setAttribute("fill", "none"); e.setAttribute("stroke", "#cdd2dc"); e.setAttribute("stroke-width", 10); });
  map.querySelectorAll(".enti-frame-label").forEach((e) => { e.setAttribute("font-size", 200); e.setAttribute("fill", PICTURE.fine); });
  map.querySelectorAll(".enti-outline").forEach((e) => { e.setAttribute("fill", "none"); e.setAttribute("stroke", "#b45309"); e.setAttribute("stroke-width", 40); });
  svg.append(map);
  const counts = countsOf(data.marks);
  let y = 170;
  for (const row of view.side.querySelectorAll(".enti-legend li")) {
    const [mark, text] = [row.dataset.mark, row.children[1].textContent];
    const n = counts.get(mark) || 0;
    if (n === 0 && mark !== "nd" && !/^\d+$/.test(mark)) continue;
    svg.append(make("rect", { x: 1090, y: y - 18, width: 34, height: 22, fill: data.export.colours[mark] || `url(#${view.uid}-${mark})`, stroke: "#9ca6b8" }),
      written(1138, y, 20, text), written(1520, y, 20, String(n), { "text-anchor": "end", fill: PICTURE.fine }));
    y += 38;
  }
  const chosen = data.ids.indexOf(data.selected);
  if (chosen >= 0) svg.append(written(1090, y + 30, 20, `${data.names[chosen]}: ${data.heads[chosen]}`, { "font-weight": 600, fill: "#b45309" }));
  lines.forEach((line, n) => svg.append(written(40, 1126 + n * 22, 15, line, { fill: PICTURE.fine })));
  return svg;
}

// The page's own font goes into the picture, because a drawn picture sees no font of the page.
async function fontRule(weight) {
  const url = new URL(`app/static/fonts/noto-sans-latin-${weight}-normal.woff2`, document.baseURI);
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return `@font-face{font-family:'Noto Sans';font-weight:${weight};src:url(data:font/woff2;base64,${btoa(binary)})}`;
}

async function textOf(view) {
  const svg = pictureOf(view);
  const rules = await Promise.all([400, 600, 700].map(fontRule));
  svg.prepend(make("style", {}, rules.join("")));
  return new XMLSerializer().serializeToString(svg);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function saveSvg(view) {
  save(new Blob([await textOf(view)], { type: "image/svg+xml" }), `${view.data.export.name}_${view.data.period}.svg`);
}

async function savePng(view) {
  const address = URL.createObjectURL(new Blob([await textOf(view)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  save(blob, `${view.data.export.name}_${view.data.period}.png`);
}
