// The style rules that a tool can check. `node tools/lint.mjs [RULE…]`; without a rule, all of them.
// Prints one line a violation ("file:line: what, and what to do") and exits with 1 if there is any.
import { execFileSync } from "node:child_process";
import { readFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

// A folder of src/ may include itself and what is named here (ARCHITECTURE.md, "Layers").
const pure = ["base", "http", "tls", "jwt", "platform", "evidence", "checks", "report", "policy"];
const upTo = (layer) => pure.slice(0, pure.indexOf(layer) + 1);
const layers = {
  ...Object.fromEntries(pure.map((layer) => [layer, upTo(layer)])),
  net: ["base", "http", "tls", "net"],
  probes: [...upTo("evidence"), "net", "probes"],
  scan: [...upTo("checks"), "net", "probes", "scan"],
  sample: [...upTo("platform"), "net", "sample"],
  simulator: [...upTo("platform"), "net", "simulator"],
  cli: [...pure, "net", "probes", "scan", "sample", "simulator", "cli"],
};

// Everything left of `net` is pure: it opens no socket, reads no clock and draws no random number of its own.
const impure = [
  [/boost\/(asio|beast)|curl\/curl\.h|sys\/socket\.h|netinet\//, "a socket library"],
  [/(system|steady)_clock::now|\btime\(nullptr\)|gettimeofday/, "the clock"],
  [/std::random_device|\brand\(\)|RAND_bytes|getrandom/, "randomness"],
];
const pureExceptions = new Set(["src/base/clock.hpp", "src/base/random.cpp", "src/base/random.hpp"]);

const sourceLinesMax = 400;

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file && existsSync(join(root, file)));
const sources = files.filter((file) => /^(src|tests|bench)\/.*\.(cpp|hpp)$/.test(file));
const linesOf = (file) => readFileSync(join(root, file), "utf8").split("\n");

function* includes() {
  for (const file of sources.filter((name) => name.startsWith("src/"))) {
    const layer = file.split("/")[1];
    const allowed = layers[layer];
    if (!allowed) {
      yield `${file}:1: src/${layer} is not in the list of layers; add it in tools/lint.mjs and ARCHITECTURE.md`;
      continue;
    }
    const isTest = file.endsWith("_test.cpp");
    for (const [index, line] of linesOf(file).entries()) {
      const included = line.match(/^#include "([^"/]+)\//)?.[1];
      if (included && !(isTest && included === "support") && !allowed.includes(included))
        yield `${file}:${index + 1}: ${layer} may not include ${included}; allowed: ${allowed.join(", ")}`;
      if (!pure.includes(layer) || isTest || pureExceptions.has(file)) continue;
      for (const [pattern, what] of impure)
        if (pattern.test(line) && !line.trimStart().startsWith("//"))
          yield `${file}:${index + 1}: ${layer} uses ${what}; pass it in`;
    }
  }
}

function* lengths() {
  for (const file of sources) {
    const count = linesOf(file).length - 1;
    if (count > sourceLinesMax && !file.endsWith("_test.cpp"))
      yield `${file}:1: ${count} lines; over ${sourceLinesMax} a file holds more than one idea: split it`;
  }
}

// The operand of co_await is a name, so that no temporary lives across the suspension.
function* coroutines() {
  for (const file of sources)
    for (const [index, line] of linesOf(file).entries())
      if (/\bco_await\b/.test(line) && !/^\s*(\/\/|\*)/.test(line) &&
          !/\bco_await\s+(std::move\(\s*[A-Za-z_][\w.]*\s*\)|[A-Za-z_][\w.]*\s*[;)]|boost::asio::this_coro::\w+|asio::this_coro::\w+)/.test(line))
        yield `${file}:${index + 1}: name the operand of co_await: auto step = …; co_await std::move(step)`;
}

function* words() {
  const forbidden = [
    [/\b(TODO|FIXME|XXX|HACK)\b/, "a note without an owner"],
    [/\/work\/|\/root\/|\/home\//, "a path of one machine"],
  ];
  for (const file of files) {
    if (!/^(src|tests|bench|web|docs|tools|catalogue|dev$|README|ARCH|CONTRIB|CMake|\.ci)/.test(file)) continue;
    if (/\.(png|bin|der)$|package-lock\.json$/.test(file) || file === "tools/lint.mjs" || file.includes("/corpus/")) continue;
    for (const [index, line] of linesOf(file).entries())
      for (const [pattern, what] of forbidden)
        if (pattern.test(line)) yield `${file}:${index + 1}: ${what}`;
  }
  for (const file of sources.filter((name) => /(^|\/)(utils?|helpers?|manager|misc|common)(\/|\.|_)/.test(name)))
    yield `${file}:1: the name says nothing about what is in it`;
}

// A check that nobody runs judges nothing.
function* checks() {
  const listed = readFileSync(join(root, "src/checks/all.cpp"), "utf8");
  for (const file of sources.filter((name) => name.startsWith("src/checks/")))
    for (const [index, line] of linesOf(file).entries()) {
      const check = line.match(/\bCheck (\w+) = make_check</)?.[1];
      if (check && !new RegExp(`\\b${check}\\b`).test(listed))
        yield `${file}:${index + 1}: ${check} is not listed in src/checks/all.cpp`;
    }
}

const rules = { includes, lengths, coroutines, words, checks };
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(rules);
let violations = 0;
for (const rule of chosen) {
  if (!rules[rule]) {
    console.error(`lint: there is no rule '${rule}'; the rules are ${Object.keys(rules).join(", ")}`);
    process.exit(64);
  }
  for (const violation of rules[rule]()) {
    console.log(violation);
    violations += 1;
  }
}
process.exit(violations ? 1 : 0);
