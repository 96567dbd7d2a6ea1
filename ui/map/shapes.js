// What every map is drawn from: files fetched once, outlines from shared arcs, and a pattern for each kind of gap.

const files = new Map();
function loadOnce(url) {
  if (!files.has(url)) {
    const early = window.entiEarly?.get(url); // asked for while Streamlit was still starting (ui/server/shell.py)
    window.entiEarly?.delete(url);
    files.set(url, (early || fetch(url, { signal: AbortSignal.timeout(60000) })).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`);
      return answer.json();
    }));
    files.get(url).catch(() => files.delete(url)); // what did not come is asked for again
  }
  return files.get(url);
}

// An arc is [x0, y0, dx1, dy1, …] in canvas units; ~i means arc i backwards.
function arcPoints(arc) {
  const points = [];
  for (let i = 0, x = 0, y = 0; i < arc.length; i += 2) points.push([(x += arc[i]), (y += arc[i + 1])]);
  return points;
}

function pathOf(rings, arcs) {
  return rings.map((ring) => {
    const points = [];
    for (const index of ring) {
      const arc = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
      for (const point of points.length ? arc.slice(1) : arc) points.push(point);
    }
    return "M" + points.slice(0, -1).map((p) => p.join(" ")).join("L") + "Z";
  }).join("");
}

const NS = "http://www.w3.org/2000/svg";
function make(tag, attributes = {}, text) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

// One pattern per kind of gap: what is missing is drawn, never left out.
const HATCHES = {
  nd: "M0 60L60 0",
  na: "M30 30h1",
  sup: "M0 60L60 0M0 0L60 60",
};
function hatches(svg, uid) {
  const defs = make("defs");
  for (const [kind, d] of Object.entries(HATCHES)) {
    const pattern = make("pattern", { id: `${uid}-${kind}`, width: 60, height: 60, patternUnits: "userSpaceOnUse" });
    pattern.append(make("rect", { width: 60, height: 60, class: "enti-hatch-ground" }),
      make("path", { d, class: "enti-hatch-line", "stroke-width": kind === "na" ? 18 : 9, "stroke-linecap": "round", fill: "none" }));
    defs.append(pattern);
  }
  defs.append(dots(uid));
  svg.append(defs);
}

// Over a colour that rests on few cases: dots that are seen on the lightest and on the darkest class.
function dots(uid) {
  const pattern = make("pattern", { id: `${uid}-few`, width: 160, height: 160, patternUnits: "userSpaceOnUse" });
  for (const [stroke, width] of [["#ffffff", 36], ["#2b363c", 22]])
    pattern.append(make("path", { d: "M40 40h.1M120 120h.1", stroke, "stroke-width": width, "stroke-linecap": "round" }));
  return pattern;
}
