// Builds a front end: each FILE from SOURCE/src to BUILD/out, bundled, minified, ASCII only, with a line that names the
// packages in it. name.js is made from name.tsx or name.ts, name.css from name.css. `--package=PATH` puts a file of an
// npm package (PATH as in node_modules) into BUILD/out as it is. Usage: node build.mjs SOURCE BUILD FILE… [--package=PATH…]
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";

const [source, build, ...wanted] = process.argv.slice(2);
const option = "--package=";
const packageFiles = wanted.filter((each) => each.startsWith(option)).map((each) => each.slice(option.length));
const files = wanted.filter((each) => !each.startsWith(option));
const packages = join(build, "node_modules");
const out = join(build, "out");
const esbuild = createRequire(join(build, "package.json"))("esbuild");

// What every package that may be in a bundle asks to be said in it.
const notices = {
  "atlassian-connect-js": "atlassian-connect-js, (c) Atlassian, Apache-2.0",
  jquery: "jQuery, (c) OpenJS Foundation and other contributors, MIT licence: https://jquery.com",
  preact: "Preact, (c) 2015-present Jason Miller, MIT licence: https://preactjs.com",
};

function fail(reason) {
  console.error(`web/${basename(source)}: ${reason}`);
  process.exit(1);
}

function entryOf(file) {
  const name = basename(file, extname(file));
  const candidates = extname(file) === ".css" ? [`${name}.css`] : [`${name}.tsx`, `${name}.ts`];
  const found = candidates.find((each) => existsSync(join(source, "src", each)));
  return found ?? fail(`there is no src/${candidates.join(" or src/")} to make ${file} from`);
}

function banner(metafile) {
  const names = Object.keys(metafile.inputs)
    .map((input) => input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
    .filter((name) => name !== undefined);
  const said = [...new Set(names)]
    .sort()
    .map((name) => notices[name] ?? fail(`the package ${name} is bundled; give it a notice in web/build.mjs and NOTICE`));
  return said.length > 0 ? `/* With ${said.join("; ")} */\n` : "";
}

async function bundle(file) {
  try {
    return await esbuild.build({
      absWorkingDir: source,
      entryPoints: [`src/${entryOf(file)}`],
      nodePaths: [packages],
      write: false,
      metafile: true,
      bundle: true,
      minify: true,
      charset: "ascii",
      format: "iife",
      jsx: "automatic",
      jsxImportSource: "preact",
      legalComments: "none",
      loader: { ".svg": "dataurl" },
      target: ["es2022"],
      logLevel: "warning",
    });
  } catch {
    process.exit(1); // esbuild has said why
  }
}

mkdirSync(out, { recursive: true });
for (const file of files) {
  const { outputFiles, metafile } = await bundle(file);
  writeFileSync(join(out, file), banner(metafile) + outputFiles[0].text);
}
for (const file of packageFiles) {
  if (!existsSync(join(packages, file))) fail(`there is no ${file} among the installed packages`);
  copyFileSync(join(packages, file), join(out, basename(file)));
}
