// Beside and below the map: counts of the legend, distribution, first and last places, table. All from one frame of
// figures, so that they tell the same story as the shapes in every period.

const BINS = 44;
const ENDS = 5;

// Places by rank, then by id; those without value last.
export function orderOf(frame) {
  const last = Infinity;
  return frame.marks.map((_, i) => i).sort((a, b) => (frame.ranks[a] ?? last) - (frame.ranks[b] ?? last) || a - b);
}

// Rows [rank, index] of the first and the last places. Ties carry the same rank and a sign; few places have no ends.
export function endsOf(frame) {
  const known = orderOf(frame).filter((i) => frame.ranks[i] !== null);
  if (known.length < ENDS + 1) return { first: [], last: [] };
  const times = new Map();
  for (const i of known) times.set(frame.ranks[i], (times.get(frame.ranks[i]) || 0) + 1);
  const row = (i) => [`${frame.ranks[i]}${times.get(frame.ranks[i]) > 1 ? "=" : ""}`, i];
  return { first: known.slice(0, ENDS).map(row), last: known.slice(-ENDS).map(row) };
}

// Marks come as one text, a letter each; what follows every figure comes once; the picture of the distribution takes the
// figures as they are read, so that they need not come twice.
const GAP_OF = { n: "nd", a: "na", s: "sup" };
export function unpacked(frame, lang) {
  const gap = (i) => GAP_OF[frame.marks[i]];
  return {
    ...frame,
    marks: [...frame.marks].map((letter) => GAP_OF[letter] || letter),
    texts: frame.texts.map((text, i) => (gap(i) ? text : text + frame.tail)),
    values: frame.texts.map((text, i) => (gap(i) ? null : figureOf(text, lang))),
    notes: notesOf(frame.notes),
    heads: headsOf(frame, gap),
  };
}

// What stands first of a place: its value, or, where that rests on too few cases to be a rate, their counts.
function headsOf(frame, gap) {
  const counts = notesOf(frame.counts || []);
  return frame.texts.map((text, i) => counts[i] || (gap(i) ? text : text + frame.tail));
}

// By place, from [text, [first, last, first, last…]]: what most places share comes once.
function notesOf(packed) {
  const notes = {};
  for (const [text, runs] of packed)
    for (let n = 0; n < runs.length; n += 2) for (let i = runs[n]; i <= runs[n + 1]; i++) notes[i] = text;
  return notes;
}

// What the table says beside a value: its note, after the counts that stand for it on the map.
function remarkOf(data, i) {
  const counts = data.heads[i] === data.texts[i] ? "" : data.heads[i];
  return [counts, data.notes[i]].filter(Boolean).join("; ");
}

function figureOf(text, lang) {
  return Number(lang === "en" ? text.replaceAll(",", "") : text.replaceAll("\u00a0", "").replace(",", "."));
}

export function countsOf(marks) {
  const counts = new Map();
  for (const mark of marks) counts.set(mark, (counts.get(mark) || 0) + 1);
  return counts;
}

// Where a value stands between lowest and highest, 0 to 1; on a logarithmic scale what is not positive stands at 0.
export function shareOf(value, scale) {
  const low = scale.log ? Math.log10(Math.max(scale.low, smallest(scale))) : scale.low;
  const high = scale.log ? Math.log10(scale.high) : scale.high;
  const at = scale.log ? Math.log10(Math.max(value, smallest(scale))) : value;
  return high > low ? Math.min(1, Math.max(0, (at - low) / (high - low))) : 0.5;
}

function smallest(scale) {
  return (scale.breaks[0] || scale.high) / 10;
}

function classAt(share, scale) {
  let mark = 0;
  for (const edge of scale.breaks) if (share > shareOf(edge, scale)) mark += 1;
  return mark;
}

// The distribution: how many places per slice of the scale, in the colour of the class; two needles for places.
export function histogram(frame, scale, colours) {
  const counts = new Array(BINS).fill(0);
  for (const value of frame.values) {
    if (value !== null) counts[Math.min(BINS - 1, Math.floor(shareOf(value, scale) * BINS))] += 1;
  }
  const most = Math.max(1, ...counts);
  const bars = counts.map((n, i) => n === 0 ? null : ["rect", {
    x: (i * 400) / BINS, y: 60 - Math.max(2, (56 * n) / most), width: 400 / BINS - 1, height: Math.max(2, (56 * n) / most),
    fill: colours[classAt((i + 0.5) / BINS, scale)] }]).filter(Boolean);
  return ["svg", { viewBox: "0 0 400 66", class: "enti-histogram", preserveAspectRatio: "none" }, ...bars,
    ["line", { x1: 0, x2: 400, y1: 60.5, y2: 60.5, class: "enti-grid" }],
    ["line", { "data-needle": "selected", class: "enti-needle", x1: -9, x2: -9, y1: 0, y2: 66 }],
    ["line", { "data-needle": "pointed", class: "enti-needle is-thin", x1: -9, x2: -9, y1: 0, y2: 66 }]];
}

class Panel {
  constructor(side, below, pattern, onPoint) {
    this.side = side;
    this.below = below;
    this.pattern = pattern;
    this.onPoint = onPoint;
  }

  // A new message: new words, new cards.
  build(data) {
    this.side.replaceChildren(...data.side.map(renderTree));
    this.side.querySelectorAll("[data-hatch]").forEach((key) => {
      const svg = make("svg", { viewBox: "0 0 180 120", class: "enti-key", "aria-hidden": "true" });
      svg.append(make("rect", { width: 180, height: 120, fill: this.pattern(key.dataset.hatch) }));
      key.prepend(svg);
    });
    this.fill(data);
    this.link(this.side);
  }

  // A frame of figures: the same cards, other numbers.
  fill(data) {
    this.data = data;
    this.side.querySelectorAll("[data-period]").forEach((e) => { e.textContent = data.periodLabel; });
    const counts = countsOf(data.marks);
    this.side.querySelectorAll(".enti-legend li").forEach((row) => {
      const n = counts.get(row.dataset.mark) || 0;
      row.lastElementChild.textContent = n;
      row.classList.toggle("is-empty", n === 0 && row.dataset.mark !== "nd" && !/^\d+$/.test(row.dataset.mark));
    });
    const soft = this.side.querySelector("[data-soft]");
    if (soft) {
      soft.querySelector("span").textContent = data.soft;
      soft.classList.toggle("is-empty", !data.soft);
    }
    const half = this.side.querySelector("[data-half]");
    if (half) half.textContent = data.half || "";
    const slot = this.side.querySelector("[data-histogram]");
    if (slot) slot.replaceChildren(...(data.scale ? [renderTree(histogram(data, data.scale, data.colours))] : []));
    this.ends(data);
    this.evolution(data);
    const own = this.side.querySelector("[data-own]");
    if (own) own.textContent = data.heads[data.ids.indexOf(data.selected)] ?? "";
    const dots = this.side.querySelector("[data-dots]");
    if (dots) {
      dots.textContent = data.dots || "";
      dots.classList.toggle("is-empty", !data.dots);
    }
    this.came(data);
    this.needle("selected", data.selected);
    this.table(data);
  }

  // How the chosen place's figure of the period in view reached us.
  came(data) {
    this.side.querySelectorAll("[data-periods]").forEach((e) => {
      e.classList.toggle("is-empty", !JSON.parse(e.dataset.periods).includes(data.period));
      const parts = e.querySelector("[data-parts]");
      if (parts) parts.textContent = JSON.parse(parts.dataset.parts)[data.period] ?? "";
    });
  }

  ends(data) {
    const card = this.side.querySelector("[data-ranking]");
    if (!card) return;
    const rows = endsOf(data);
    card.hidden = rows.first.length === 0;
    card.querySelectorAll("[data-end]").forEach((body) => {
      body.replaceChildren(...rows[body.dataset.end].map(([rank, i]) => renderTree(["tr", { "data-place": data.ids[i] },
        ["td", { class: "num" }, rank],
        ["th", { scope: "row" }, data.names[i], data.few?.[i] === "p" ? ["abbr", { class: "enti-dot", title: data.words.few, "aria-label": data.words.few }, "•"] : null],
        ["td", { class: "num" }, data.texts[i]]])));
      this.link(body);
    });
  }

  // The line of the period in view, on the chart of all periods.
  evolution(data) {
    const chart = this.side.querySelector("[data-xs]");
    const line = chart?.querySelector(".enti-now");
    const x = chart && JSON.parse(chart.dataset.xs)[data.period];
    if (line) for (const end of ["x1", "x2"]) line.setAttribute(end, x ?? -9);
  }

  needle(which, id) {
    const line = this.side.querySelector(`[data-needle=${which}]`);
    if (!line || !this.data.scale) return;
    const value = id ? this.data.values[this.data.ids.indexOf(id)] : null;
    const x = value === null || value === undefined ? -9 : 400 * shareOf(value, this.data.scale);
    for (const end of ["x1", "x2"]) line.setAttribute(end, x);
  }

  // The pointed place stands out everywhere: legend, distribution, ranking, table.
  mark(id, mark) {
    this.needle("pointed", id);
    for (const part of [this.side, this.below]) {
      part.querySelectorAll(".is-pointed").forEach((e) => e.classList.remove("is-pointed"));
      if (id) part.querySelectorAll(`[data-place="${CSS.escape(id)}"]`).forEach((e) => e.classList.add("is-pointed"));
      if (mark !== null) part.querySelectorAll(`[data-mark="${CSS.escape(String(mark))}"]`).forEach((e) => e.classList.add("is-pointed"));
    }
  }

  link(part) {
    part.querySelectorAll("[data-place]").forEach((row) => {
      row.addEventListener("pointerenter", () => this.onPoint(row.dataset.place));
      row.addEventListener("pointerleave", () => this.onPoint(null));
    });
  }

  // The table twin: the same figures as the map, from the same frame; made when it is opened.
  table(data) {
    const open = this.below.querySelector("details")?.open ?? false;
    const details = renderTree(["details", { class: "enti-twin" }, ["summary", {}, data.words.table]]);
    details.open = open;
    const fill = () => {
      if (!details.open || details.querySelector("table")) return;
      const rows = orderOf(data).map((i) => ["tr", { "data-place": data.ids[i] },
        ["td", { class: "num" }, data.ranks[i] ?? "–"], ["th", { scope: "row" }, data.names[i]],
        ["td", {}, data.regions[i] || ""], ["td", { class: "num" }, data.texts[i]], ["td", {}, remarkOf(data, i)]]);
      details.append(renderTree(["div", { class: "enti-scroll", tabindex: "0", role: "region", "aria-label": data.title },
        ["table", {}, ["caption", {}, data.title],
          ["thead", {}, ["tr", {}, ...data.words.columns.map((c, n) => ["th", { scope: "col", class: n === 0 || n === 3 ? "num" : "" }, c])]],
          ["tbody", {}, ...rows]]]));
      this.link(details);
    };
    details.addEventListener("toggle", fill);
    this.below.replaceChildren(details);
    fill();
  }
}
