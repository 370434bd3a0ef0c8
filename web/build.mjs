// Bundles a front end: SOURCE/src/<name>.tsx and <name>.css to BUILD/out/<name>.js and .css, minified, ASCII
// only. Usage: node build.mjs SOURCE BUILD
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [source, build] = process.argv.slice(2);
const name = basename(source);
const esbuild = createRequire(join(build, "package.json"))("esbuild");

try {
  await esbuild.build({
    absWorkingDir: source,
    entryPoints: [`src/${name}.tsx`, `src/${name}.css`],
    outdir: join(build, "out"),
    nodePaths: [join(build, "node_modules")],
    bundle: true,
    minify: true,
    charset: "ascii",
    format: "iife",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    banner: { js: "/* With Preact, (c) 2015-present Jason Miller, MIT licence: https://preactjs.com */" },
    loader: { ".svg": "dataurl" },
    target: ["es2022"],
    logLevel: "warning",
  });
} catch {
  process.exit(1); // esbuild has said why
}
