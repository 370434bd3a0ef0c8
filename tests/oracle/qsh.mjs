// Compares our canonical requests with those of npm atlassian-jwt, over thousands of generated addresses and
// over a list of known divergences. Usage: node qsh.mjs QSH_ORACLE FOLDER_WITH_NODE_MODULES [SEED]
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [oracle, folder, seedText = "20240229"] = process.argv.slice(2);
if (!existsSync(join(folder, "node_modules", "atlassian-jwt"))) {
  console.error("skipped: atlassian-jwt is not installed; see the test oracle.install");
  process.exit(77);
}
const { createCanonicalRequest, fromMethodAndUrl } = createRequire(join(folder, "package.json"))("atlassian-jwt");
const generated = 6000;

// Mulberry32: the same addresses for the same seed, everywhere.
let state = Number(seedText) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const below = (count) => Math.floor(random() * count);
const pick = (list) => list[below(list.length)];
const many = (most, make) => Array.from({ length: below(most + 1) }, make);

// Characters that Node's url.parse leaves in a path as they are, and escapes in both cases.
const pathPieces = ["a", "b", "Z", "9", "-", ".", "_", "~", "!", "$", "(", ")", "*", "+", ",", ";", "=", ":", "@", "&", "/",
  "//", "%20", "%2F", "%2f", "%26", "%c3%a9", "%C3%A9", "%25", "%", "%4", "%zz", "é", "😀"];
// A space as it is cannot be sent. Malformed escapes and characters beyond ASCII as they are do not stand in one
// query: see the divergences.
const malformed = ["%~", "%4~", "%zz"];
const beyondAscii = ["é", "😀"];
const queryPieces = ["a", "b", "B", "Z", "9", "-", ".", "_", "~", "!", "*", "'", "(", ")", "+", ",", ";", ":", "@", "/", "?", "[",
  "]", "{", "}", "|", "\"", "<", ">", "^", "`", "\\", "%20", "%2B", "%2C", "%2c", "%26", "%3D", "%23", "%00", "%7e", "%C3%A9",
  "%EF%BF%BD", "%EE%80%80", "%F0%9F%98%80", "%25"];
const knownNames = ["jwt", "JWT", "jwt2", "a", "b", "filter[x]", "filterA", "xdm_e", "constructor", "hasOwnProperty", "length", "toString"];
const bases = ["", "https://app.example", "https://app.example/", "https://app.example/a", "http://app.example:8080/a/b", "/a"];

function parameter(more) {
  const name = random() < 0.5 ? pick(knownNames) : many(4, () => pick([...queryPieces, ...more])).join("");
  const value = many(5, () => pick([...queryPieces, ...more, "="])).join("");
  return pick([`${name}=${value}`, `${name}=${value}`, `${name}=`, name, ""]);
}

// Node's url.parse takes a host for the beginning of such a path.
const looksLikeAHost = /^\/\/[^@/]+@[^@/]+/;

function address() {
  const path = `/${many(8, () => pick(pathPieces)).join("")}`;
  const more = pick([malformed, beyondAscii]);
  const query = many(6, () => parameter(more)).join("&");
  let target = path + (query || random() < 0.1 ? `?${query}` : "") + (random() < 0.1 ? "#part?a=b&c" : "");
  while (looksLikeAHost.test(target)) target = target.slice(1);
  return random() < 0.3 ? `https://app.example${target}` : target;
}

// Deliberate differences: what the library does to a request that hosts never send, or gets wrong.
const divergences = [
  { why: "bytes that are no UTF-8 become U+FFFD in the library, which makes different requests equal",
    url: "/p?a=%FF", theirs: "GET&/p&a=%EF%BF%BD", ours: "GET&/p&a=%FF" },
  { why: "a cut UTF-8 sequence likewise", url: "/p?a=%C3&b=1", theirs: "GET&/p&a=%EF%BF%BD&b=1", ours: "GET&/p&a=%C3&b=1" },
  { why: "the library leaves the parameter __proto__ out of the hash", url: "/p?__proto__=1&a=2", theirs: "GET&/p&a=2",
    ours: "GET&/p&__proto__=1&a=2" },
  { why: "Node's url.parse encodes braces in the path", url: "https://app.example/p{x}?a=1", theirs: "GET&/p%7Bx%7D&a=1", ours: "GET&/p{x}&a=1" },
  { why: "Node's url.parse encodes quotes in the path", url: "https://app.example/it's?a=1", theirs: "GET&/it%27s&a=1", ours: "GET&/it's&a=1" },
  { why: "Node's url.parse takes a backslash for a slash", url: "https://app.example/a\\b?a=1", theirs: "GET&/a/b&a=1", ours: "GET&/a\\b&a=1" },
  { why: "Node's url.parse takes a path for a host", url: "//user@host/p?a=1", theirs: "GET&/p&a=1", ours: "GET&//user@host/p&a=1" },
  { why: "Node's url.parse cuts white space off", url: "/p?a=1 ", theirs: "GET&/p&a=1", ours: "GET&/p&a=1%20" },
  { why: "beside a malformed escape, Node's querystring cuts characters beyond ASCII to a byte", url: "/p?a=é%zz%20",
    theirs: "GET&/p&a=%EF%BF%BD%25zz%20", ours: "GET&/p&a=%C3%A9%25zz%20" },
  { why: "Node's querystring reads 1000 parameters and no more",
    url: `/p?${"a&".repeat(1000)}z=1`, theirs: `GET&/p&a=${",".repeat(999)}`, ours: `GET&/p&a=${",".repeat(999)}&z=1` },
];

const theirs = ({ method, url, base }) => createCanonicalRequest(fromMethodAndUrl(method, url), false, base);
function ours(requests) {
  const input = requests.map(({ method, url, base }) => `${JSON.stringify([method, url, base])}\n`).join("");
  const run = spawnSync(oracle, [], { input, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

const requests = Array.from({ length: generated }, () => ({
  method: pick(["GET", "POST", "put", "Delete"]), url: address(), base: pick(bases) }));
const answers = ours(requests);
assert.equal(answers.length, requests.length);
let differing = 0;
let otherOrder = 0;
for (const [index, request] of requests.entries()) {
  const expected = theirs(request);
  const [javascript, java] = answers[index];
  if (java !== javascript) otherOrder += 1;
  if (javascript === expected) continue;
  differing += 1;
  if (differing <= 10) console.error(`differs: ${JSON.stringify(request)}\n  theirs ${expected}\n  ours   ${javascript}`);
}
assert.ok(otherOrder > 0, "the generated addresses must tell the two orders apart");
assert.equal(differing, 0, `${differing} of ${generated} requests differ (seed ${seedText})`);

const known = divergences.map(({ url }) => ({ method: "GET", url, base: "" }));
for (const [index, [javascript]] of ours(known).entries()) {
  const { why, theirs: expected, ours: own } = divergences[index];
  assert.equal(theirs(known[index]), expected, `the library no longer does this: ${why}`);
  assert.equal(javascript, own, why);
}
console.log(`${generated} requests agree (${otherOrder} with another order in Java), ${divergences.length} known divergences (seed ${seedText})`);
