// The code in a guide is the code of the files beside it, which other tests run: each block under a line
// "From [name](path):" stands in that file, word for word. Usage: node guide_code.mjs GUIDE
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [guide] = process.argv.slice(2);
const text = readFileSync(guide, "utf8");
const named = [...text.matchAll(/^From \[[^\]]+\]\(([^)]+)\)[^\n]*:\n\n```\w+\n([^]*?)^```$/gm)];
assert.ok(named.length > 0, `${guide} shows no code of a file`);
const blocks = [...text.matchAll(/^```(js|html)\n/gm)].length;
assert.equal(named.length, blocks, `each block of code in ${guide} names its file: "From [name](path):"`);
for (const [, path, code] of named) {
  const file = readFileSync(join(dirname(guide), path), "utf8");
  for (const part of code.split(/^\s*\/\/ …\n/m))
    assert.ok(file.includes(part), `${path} does not hold this part of ${guide}; copy it from there:\n${part}`);
}
console.log(`${named.length} blocks of code are those of their files`);
