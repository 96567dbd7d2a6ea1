// The wall: shows scenes by the server's clock, keeps them all at hand, and says so when what it shows may no longer be true.

const about = JSON.parse(document.getElementById("about").textContent);
const root = document.documentElement;
const part = (id) => document.getElementById(id);
const ASK_MS = 5000; // how often the server is asked what there is
const LOST_MS = 15000; // without an answer for this long, the connection is lost
const AGAIN_MS = 15000; // a scene that could not be made or fetched is asked for again after this long
const BEHIND_MS = 45000; // a scene of an older build than the state's may stand this long, while the new one is made
const TURN_MS = 10000; // turns that keep failing for this long: the watchdog covers the screen
const JUMP_S = 30; // a server clock that moves by more against our own has jumped
const asked = new URLSearchParams(location.search);

// Time of the server, carried on by a clock that nobody can set; a screen's own date may be wrong or change.
const clock = { at: null, base: 0, jumped: null };
function now() {
  return clock.at === null ? Date.now() / 1000 : clock.at + (performance.now() - clock.base) / 1000;
}
function setClock(server, sent) {
  const middle = (sent + performance.now()) / 2;
  if (clock.at !== null) {
    const off = server - (clock.at + (middle - clock.base) / 1000);
    if (Math.abs(off) > JUMP_S) clock.jumped = { off: Math.round(off), until: performance.now() + 60000, time: timeOf(server) };
  }
  clock.at = server;
  clock.base = middle;
}

const zone = { timeZone: about.zone };
const timeFormat = new Intl.DateTimeFormat("pt-PT", { ...zone, hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat("pt-PT", { ...zone, weekday: "short", day: "2-digit", month: "2-digit", year: "numeric" });
const dateFormat = new Intl.DateTimeFormat("pt-PT", { ...zone, day: "2-digit", month: "2-digit", year: "numeric" });
const timeOf = (seconds) => timeFormat.format(new Date(seconds * 1000));
const words = (name, values = {}) => about.words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

let state = null; // the last answer of the server
let answered = performance.now(); // when it came
let refusal = ""; // why the server gives nothing
let scenes = []; // by place in the list: what the server made, with the stamp it was made for
let shown = { index: -1, scene: null }; // what is drawn
const whole = (name) => (Number.isInteger(Number(asked.get(name) || NaN)) ? Number(asked.get(name)) : null); // else as if it were not said
const steps = { shift: whole("desvio") ?? 0, paused: whole("cena") };

async function ask(path, options = {}) {
  const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(4000), ...options });
  const told = await answer.json();
  return { status: answer.status, told };
}

function address(name, more = {}) {
  const query = new URLSearchParams(more);
  for (const key of ["lista", "ecra", "previa"]) if (asked.has(key)) query.set(key, asked.get(key));
  return `parede/${name}?${query}`;
}

async function refresh() {
  const sent = performance.now();
  try {
    const { status, told } = await ask(address("estado"));
    if (told.now) setClock(told.now, sent);
    answered = performance.now();
    refusal = status === 200 ? "" : told.refused || told.problem || String(status);
    if (status !== 200) { // what was shown before must not stay: it may no longer be ours to show
      if (status === 403) [state, scenes, shown] = [null, [], { index: -1, scene: null }];
    } else {
      state = told;
      fetchScenes(); // beside the questions: a scene that takes long must not look like a lost connection
      if (told.code !== about.code) await startAnew(); // until it can, the old code goes on with the new figures
    }
  } catch (error) {
    if (!unreachable(error)) throw error;
  }
}

// No answer, half of one, or none in time: what a server that is gone, or a proxy before it, gives.
function unreachable(error) {
  return error instanceof TypeError || error instanceof SyntaxError || error.name === "TimeoutError";
}

// Another code on the server: this page asks for itself again, once the server can give it.
async function startAnew() {
  const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(4000) });
  if (answer.ok) location.reload();
}

// All scenes are kept here before they are needed, the next one first: a change of scene asks the server for nothing.
let fetching = false;
async function fetchScenes() {
  if (fetching) return;
  fetching = true;
  try {
    const count = state.seconds.length;
    if (scenes.length !== count) scenes = Array.from({ length: count }, () => null);
    const first = Math.max(0, current().index);
    for (let k = 0; k < count && state?.seconds.length === count; k++) await fetchScene((first + k) % count);
  } finally {
    fetching = false;
  }
}

async function fetchScene(n) {
  const there = scenes[n];
  const stamp = state.stamps[n];
  if (there?.stamp === stamp && !there.error) return;
  const last = Math.max(there?.tried ?? -Infinity, there?.error ? there.got : -Infinity);
  if (performance.now() - last < AGAIN_MS) return;
  try {
    const { status, told } = await ask(address("cena", { n }), { signal: AbortSignal.timeout(20000) });
    if (status === 200 && state) scenes[n] = { ...told, got: performance.now() };
    else if (there) there.tried = performance.now();
  } catch (error) {
    if (!unreachable(error)) throw error;
    if (there) there.tried = performance.now(); // the others are fetched all the same
  }
}

// Since when a scene is of another build than the server's newest.
function behind(scene, index) {
  if (!scene || scene.stamp === state.stamps[index]) return 0;
  scene.behind ??= performance.now();
  return performance.now() - scene.behind;
}

// Which scene belongs to this moment: a function of the clock alone, so that screens with the same list are in step.
function current() {
  const seconds = state.seconds;
  const count = seconds.length;
  if (steps.paused !== null) return { index: ((steps.paused % count) + count) % count, left: Infinity };
  let at = now() % seconds.reduce((a, b) => a + b, 0);
  for (let i = 0; i < count; i++) {
    if (at < seconds[i]) return { index: (((i + steps.shift) % count) + count) % count, left: seconds[i] - at };
    at -= seconds[i];
  }
  return { index: 0, left: 0 };
}

function write(id, text) {
  const element = part(id);
  if (element.textContent !== text) element.textContent = text;
}

// What is wrong with everything on the screen, worst first; empty when it may be believed.
function troubles(scene, index) {
  const said = [];
  if (performance.now() - answered > LOST_MS) said.push(`${words("lost", { time: timeOf(now() - (performance.now() - answered) / 1000) })}. ${words("lostWhy")}`);
  if (refusal) said.push(refusal);
  if (state) said.push(...state.troubles);
  if (scene?.stale) said.push(scene.stale);
  if (scene?.until && now() > scene.until) said.push(scene.then);
  if (state && behind(scene, index) > BEHIND_MS) said.push(words("behind"));
  if (scene?.broken) said.push(words("cannot", { problem: scene.broken }));
  return said;
}

let turned = performance.now(); // when a turn last came to its end
function tick() {
  const moment = new Date(now() * 1000);
  write("clock", `${timeFormat.format(moment)}  ${dayFormat.format(moment)}`);
  const place = state ? current() : { index: -1 };
  const scene = scenes[place.index] || null;
  const said = troubles(scene, place.index);
  // Nothing is coloured that may not be believed: no answer, no figures, or older than allowed.
  root.dataset.true = state && scene && !said.length && !scene.error ? "yes" : "no";
  const jump = clock.jumped && performance.now() < clock.jumped.until ? words("jump", { seconds: clock.jumped.off, time: clock.jumped.time }) : "";
  const warned = [...said, jump].filter(Boolean).slice(0, 2).join(" ");
  const other = part("trouble").textContent !== warned;
  write("trouble", warned);
  part("trouble").hidden = !warned;
  write("state", [steps.paused !== null ? words("paused") : "", ...(state ? ages() : []), state?.sources].filter(Boolean).join(" · "));
  part("state").dataset.mark = said.length ? "" : state?.tone || "";
  if (scene && scene !== shown.scene && !(scene.error && shown.scene?.error && scene.headline === shown.scene.headline && place.index === shown.index)) show(scene, place.index);
  else if (other) fit(part("scene"));
  if (!scene) clear();
  for (const element of document.querySelectorAll("[data-since]")) age(element);
  for (const slot of document.querySelectorAll(".w-map:empty")) drawMap(slot); // one whose outlines did not come
  turned = performance.now();
}

// How old something is, told by the screen's own clock: it goes on when the server does not.
function howOld(since) {
  const minutes = Math.floor(Math.max(0, now() - since) / 60);
  if (minutes < 120) return words("minutes", { n: minutes });
  return minutes < 2880 ? words("hours", { n: Math.floor(minutes / 60) }) : words("days", { n: Math.floor(minutes / 1440) });
}
function ages() {
  const build = state.build ? words("build", { build: state.build, age: howOld(state.built) }) : "";
  return [build, state.got === null ? "" : words("data", { date: dateFormat.format(new Date(state.got * 1000)) })];
}

function age(element) {
  element.dataset.late = now() - Number(element.dataset.since) > Number(element.dataset.allow) ? "yes" : "no";
  const said = howOld(Number(element.dataset.since));
  const slot = element.querySelector(".w-age");
  if (slot.textContent !== said) slot.textContent = said;
}

function clear() {
  if (shown.index === -1 && part("headline").textContent === (refusal ? "" : words("starting"))) return;
  shown = { index: -1, scene: null };
  for (const id of ["kicker", "source"]) write(id, "");
  write("headline", refusal ? "" : words("starting"));
  part("scene").replaceChildren();
}

// A tree that cannot be drawn is said on its scene; the clock and the other scenes go on.
function drawable(scene) {
  try {
    return renderTree(scene.tree);
  } catch (error) {
    scene.broken = error.message;
    return document.createElement("div");
  }
}

// One frame: everything of a scene is made before it takes the place of the one before.
function show(scene, index) {
  const began = performance.now();
  shown = { index, scene };
  root.dataset.drawn = String(index); // in the same turn as what is believed of it
  const made = drawable(scene);
  for (const slot of made.querySelectorAll?.(".w-map") || []) drawMap(slot);
  write("kicker", scene.kicker);
  write("headline", scene.headline);
  write("source", scene.source);
  part("scene").replaceChildren(made);
  fit(part("scene"));
  requestAnimationFrame(() => requestAnimationFrame(() => { // the second frame begins when the first has been painted
    root.dataset.scene = String(index);
    root.dataset.stamp = scene.stamp;
    root.dataset.took = String(Math.round(performance.now() - began));
  }));
}

// What is wrong takes room in large type: then the last lines of a scene go, and come back with the room. Nothing is ever cut in half.
function fit(place) {
  const lines = [...place.querySelectorAll(".w-rows li, .w-tiles li, .w-grid li, .w-ranking")];
  for (const line of lines) line.hidden = false;
  const end = () => part("scene").getBoundingClientRect().bottom + 1;
  const lowest = () => Math.max(...[...place.querySelectorAll("*")].map((e) => e.getBoundingClientRect().bottom));
  while (lines.length && lowest() > end()) lines.pop().hidden = true;
}
addEventListener("resize", () => fit(part("scene")));

const drawn = new Map(); // outlines of a layer, made once
async function outlines(atlas, layer) {
  const whole = await loadOnce(atlas);
  if (!drawn.has(atlas + layer)) {
    const arcs = whole.arcs.map(arcPoints);
    drawn.set(atlas + layer, Object.entries(whole.levels[layer]).map(([id, rings]) => [id, pathOf(rings, arcs)]));
  }
  return [whole, drawn.get(atlas + layer)];
}
async function drawMap(slot) {
  if (slot.dataset.asked && performance.now() - slot.dataset.asked < AGAIN_MS) return;
  slot.dataset.asked = performance.now();
  let whole, shapes;
  try {
    [whole, shapes] = await outlines(slot.dataset.atlas, slot.dataset.layer);
  } catch (error) {
    console.warn(error.message); // the slot stays empty, and tick asks again
    return;
  }
  const kinds = new Map(slot.dataset.ids.split(",").map((id, i) => [id, slot.dataset.kinds.split(",")[i]]));
  const colours = slot.dataset.colours.split(","), few = new Set((slot.dataset.few || "").split(","));
  const svg = make("svg", { viewBox: whole.viewBox.join(" "), "aria-hidden": "true" });
  hatches(svg, "wall");
  for (const frame of whole.frames) svg.append(make("rect", { x: frame.x, y: frame.y, width: frame.w, height: frame.h, rx: 40, class: "enti-frame" }));
  for (const [id, d] of shapes) {
    const kind = kinds.get(id) ?? "nd";
    svg.append(make("path", { d, class: "enti-shape", "data-id": id, fill: colours[kind] || `url(#wall-${kind})` }));
  }
  const dotted = shapes.filter(([id]) => few.has(id)).map(([, d]) => d).join("");
  svg.querySelector("#wall-few").setAttribute("patternTransform", "scale(2)"); // seen from five metres
  if (dotted) svg.append(make("path", { d: dotted, fill: "url(#wall-few)" }));
  slot.replaceChildren(svg);
}

// Keys: space pauses and goes on, arrows step, Home goes back in step with the others. The address always says where we are.
function keep() {
  const query = new URLSearchParams(location.search);
  steps.shift ? query.set("desvio", steps.shift) : query.delete("desvio");
  steps.paused !== null ? query.set("cena", steps.paused) : query.delete("cena");
  history.replaceState(null, "", `?${query}`);
  tick();
}
addEventListener("keydown", (event) => {
  if (!state) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && steps.paused !== null) steps.paused = current().index + step;
  else if (step) steps.shift = (steps.shift + step) % state.seconds.length;
  else if (event.key === " ") steps.paused = steps.paused === null ? current().index : null;
  else if (event.key === "Home") [steps.shift, steps.paused] = [0, null];
  else return;
  event.preventDefault();
  keep();
});

// The watchdog lives in a thread of its own: when this one hangs, it still draws, and tells the server.
function watchdog() {
  if (!window.Worker || !part("watch").transferControlToOffscreen) return;
  const canvas = part("watch").transferControlToOffscreen();
  const worker = new Worker(about.watch);
  worker.postMessage({ canvas, words: about.words.hung, pulse: new URL("parede/pulso", document.baseURI).href, screen: `${asked.get("lista") || ""}/${asked.get("ecra") || 1}` }, [canvas]);
  setInterval(() => worker.postMessage({ alive: performance.now() - turned < TURN_MS, scene: shown.index, time: timeOf(now()) }), 1000);
}

// Scenes change on the second that the clock says, not up to a timer's length later. Whatever one turn throws is for the console:
// the next turn comes all the same, for a wall that has stopped turning would go on showing what it last believed.
function loop() {
  try {
    tick();
  } finally {
    const left = state ? current().left : 1;
    setTimeout(loop, Math.max(20, Math.min(500, left * 1000)));
  }
}
async function asking() {
  try {
    await refresh();
  } finally {
    setTimeout(asking, ASK_MS);
  }
}
if (!asked.has("previa")) watchdog(); // a preview is no screen of the room: nobody waits for its sign
loop();
asking();
