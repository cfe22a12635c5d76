// Checks rules L1 and L3: who may import whom, where the network may be touched, where types may be asserted.
//   wire < live < state < viewer < components < pages;  i18n stands beside state and sees nothing.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

const SRC = new URL("../src", import.meta.url).pathname;
const ORDER = ["wire", "i18n", "live", "state", "viewer", "components", "pages"];
const NETWORK = /(?<![.\w#])(fetch|WebSocket|RTCPeerConnection|XMLHttpRequest|EventSource)\s*\(/;
const NETWORK_FREE = new Set(["viewer", "components", "pages"]);
const DOM = /\b(document|window|HTMLElement|navigator\.mediaDevices)\b[.[]/;
const IMPORT = /(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)|import\s+"([^"]+)"/g;
const ASSERTION = /\bas\s+(?!const\b)[A-Za-z{(["'`]/;
const EMPTIED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

const layerOf = (path) => {
  const [first, ...rest] = relative(SRC, path).split(sep);
  return rest.length > 0 ? first : "main";
};

/** The layer that a relative import leads into. */
function layerOfImport(path, target) {
  const full = resolve(dirname(path), target);
  return existsSync(`${full}.ts`) || existsSync(`${full}.tsx`) || /\.\w+$/.test(full)
    ? layerOf(full)
    : layerOf(join(full, "index.ts"));
}

/** Imports that go up. */
function* wrongImports(path, text, layer) {
  const rank = layer === "main" ? ORDER.length : ORDER.indexOf(layer);
  if (rank < 0) yield `lies in no layer: ${layer}`;
  for (const [, first, second, third] of text.matchAll(IMPORT)) {
    const target = first ?? second ?? third;
    const other = target.startsWith(".") ? layerOfImport(path, target) : layer;
    if (other === "styles" || other === layer) continue;
    if (ORDER.indexOf(other) > rank || other === "main") yield `imports ${other} (${target})`;
  }
}

/** Lines that do what their layer may not. */
function* wrongLines(text, layer) {
  const bare = text.replace(EMPTIED, '""').replace(/^(import|export)\s[^;]*?from\s+"";/gm, "");
  const forbidden = [
    [layer !== "wire", ASSERTION, "asserts a type (L3)"],
    [NETWORK_FREE.has(layer), NETWORK, "touches the network (L1)"],
    [layer === "live", DOM, "touches the DOM (L1)"],
  ];
  for (const [number, line] of bare.split("\n").entries()) {
    for (const [isForbidden, pattern, words] of forbidden) {
      if (isForbidden && pattern.test(line)) yield `near line ${number + 1}: ${words}`;
    }
  }
}

/** Complaints about one file. */
function complaints(path) {
  const text = readFileSync(path, "utf8");
  const layer = layerOf(path);
  const isExempt = /\.test\.tsx?$/.test(path) || path.endsWith("generated.ts");
  return [...wrongImports(path, text, layer), ...(isExempt ? [] : wrongLines(text, layer))];
}

let seen = 0;
let bad = 0;
for (const path of sources(SRC)) {
  seen += 1;
  for (const complaint of complaints(path)) {
    bad += 1;
    process.stdout.write(`src/${relative(SRC, path)}: ${complaint}\n`);
  }
}
process.stdout.write(`layers: ${seen} files, ${bad} broken rules\n`);
process.exitCode = bad > 0 || seen === 0 ? 1 : 0;
