// Draws a tree that Python made: ["tag", {attributes}, child, …], text children as plain strings.
// Text never becomes markup, and only the tags and attributes named here exist, so names that come
// from a source can carry quotes, "<" or "&" and stay text.

const HTML = new Set(("div span p h1 h2 h3 h4 ul ol li a table thead tbody tr th td caption dl dt dd strong em small " +
  "section header footer nav details summary figure figcaption abbr time sup br").split(" "));
const SVG = new Set("svg g path line polyline rect circle text title desc".split(" "));
const ATTRIBUTES = new Set(("class id href title role scope colspan rowspan lang datetime open tabindex headers " +
  "viewBox width height x y x1 y1 x2 y2 cx cy r d points fill stroke stroke-width stroke-dasharray text-anchor " +
  "dominant-baseline transform opacity preserveAspectRatio vector-effect").split(" "));
const SVG_NS = "http://www.w3.org/2000/svg";

function safeLink(value) {
  return /^(https?:\/\/|#|(?!\/\/)\.?\/?[\w\-./]*(\?|$))/.test(value) && !/^\s*\w+script:/i.test(value);
}

export function renderTree(node) {
  if (node === null || node === undefined) return document.createTextNode("");
  if (!Array.isArray(node)) return document.createTextNode(String(node));
  const [tag, attributes, ...children] = node;
  const svg = SVG.has(tag);
  if (!svg && !HTML.has(tag)) throw new Error(`dom: tag <${tag}> is not on the list`);
  const element = svg ? document.createElementNS(SVG_NS, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (!ATTRIBUTES.has(name) && !/^(aria|data)-[\w-]+$/.test(name)) throw new Error(`dom: attribute ${name} is not on the list`);
    if (name === "href" && !safeLink(String(value))) continue;
    element.setAttribute(name, value);
  }
  for (const child of children) element.appendChild(renderTree(child));
  if (tag === "a" && element.hasAttribute("data-whole")) element.textContent = element.href; // as the reader reached us
  return element;
}

// Links with data-nav change the page inside the running session; a new tab or a middle click still gets a real link.
export function wireNavigation(root, setTriggerValue) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-nav]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    setTriggerValue("nav", link.getAttribute("href"));
  });
}

// A `data-set` link changes one choice of this very view (language, theme); its address is made from where we are now.
export function wireChoices(root, setTriggerValue) {
  const link = (event) => event.target.closest?.("a[data-set]");
  const aim = (event) => {
    const found = link(event);
    if (found) found.setAttribute("href", `?${queryWith(location.search, [found.dataset.set.split("=")])}`);
    const page = event.target.closest?.("[data-shared] a[data-nav]");
    if (page) page.setAttribute("href", shared(page));
  };
  for (const early of ["pointerover", "focusin"]) root.addEventListener(early, aim);
  root.addEventListener("click", (event) => {
    if (!link(event) || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    setTriggerValue("choice", link(event).dataset.set);
  });
}

function queryWith(search, pairs) {
  const query = new URLSearchParams(search);
  for (const [name, value] of pairs) value === null ? query.delete(name) : query.set(name, value);
  return query.toString();
}

// The menu outlives a change on the page: what its links share with the page is read from the address at the last moment.
function shared(link) {
  const [path] = link.getAttribute("href").split("?");
  const here = new URLSearchParams(location.search);
  const names = link.closest("[data-shared]").dataset.shared.split(",");
  const query = queryWith("", names.filter((name) => here.has(name)).map((name) => [name, here.get(name)]));
  return query ? `${path}?${query}` : path;
}

// The theme of the page and of Streamlit's own parts, which read theirs when they start: another one needs the page anew.
let appliedTheme = null; // asking the page for its scheme makes it work out all its styles: once per theme, not per change
export function applyTheme(theme) {
  if (!theme || theme === appliedTheme) return;
  appliedTheme = theme;
  document.documentElement.dataset.tema = theme;
  const scheme = theme === "claro" ? "light" : "dark";
  const app = document.querySelector("[data-testid=stApp]");
  if (!app || getComputedStyle(app).colorScheme === scheme) return;
  const [key, wanted] = [`stActiveTheme-${location.pathname}-v2`, scheme === "dark" ? '"Dark"' : '"Light"'];
  if (localStorage.getItem(key) === wanted) return; // kept elsewhere by now: better two looks than a page that never ends loading
  localStorage.setItem(key, wanted);
  location.replace(`?${queryWith(location.search, [["tema", theme === "claro" ? null : theme]])}`);
}

let stylesReady = null;
export function styles(url) {
  if (!stylesReady) {
    stylesReady = new Promise((done) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = url;
      link.onload = link.onerror = () => done();
      document.head.appendChild(link);
    });
  }
  return stylesReady;
}

export function host(parentElement, name) {
  let element = parentElement.querySelector(`:scope > .${name}`);
  if (!element) {
    element = document.createElement("div");
    element.className = name;
    parentElement.appendChild(element);
  }
  return element;
}

const wired = new WeakSet();
export async function mountDom({ data, parentElement, setTriggerValue }) {
  if (data.lang) document.documentElement.lang = data.lang;
  applyTheme(data.theme);
  await styles(data.css);
  const root = host(parentElement, "enti-dom");
  if (!wired.has(root)) {
    wired.add(root);
    wireNavigation(root, setTriggerValue);
    wireChoices(root, setTriggerValue);
  }
  root.replaceChildren(renderTree(data.tree));
}
