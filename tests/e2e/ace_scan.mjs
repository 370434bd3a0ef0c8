// Starts the atlassian-connect-express app on a free loopback port, scans it as a user would, and reads the report.
// Usage: node ace_scan.mjs POSTERN APP_FOLDER
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [postern, appFolder] = process.argv.slice(2);
if (!existsSync(join(appFolder, "node_modules"))) {
  console.error("skipped: the app is not installed");
  process.exit(77);
}

// Runs the command line to its end. Asynchronous: the key server below must be able to answer meanwhile.
async function run(...args) {
  const child = spawn(postern, args, { stdio: ["ignore", "pipe", "pipe"] });
  const result = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => (result.stdout += text));
  child.stderr.on("data", (text) => (result.stderr += text));
  [result.status] = await once(child, "close");
  return result;
}

// Atlassian's key server, of which the app must learn nothing but that it does not know our key ids.
const keyServer = createServer((request, response) => response.writeHead(404).end("not found"));
keyServer.listen(0, "127.0.0.1");
await once(keyServer, "listening");

const app = spawn(process.execPath, ["app.js"], {
  cwd: appFolder,
  env: { PATH: process.env.PATH, AC_OPTS: "no-reg", CONNECT_KEYS_CDN_URL: `http://127.0.0.1:${keyServer.address().port}` },
  stdio: ["ignore", "pipe", "pipe"],
});
let appErrors = "";
app.stderr.on("data", (text) => (appErrors += text));
const folder = mkdtempSync(join(tmpdir(), "postern-e2e-"));

try {
  const [descriptor] = await Promise.race([
    once(createInterface({ input: app.stdout }), "line"),
    once(app, "exit").then(() => assert.fail(`the app ended before it listened: ${appErrors}`)),
  ]);

  const reportFile = join(folder, "report.json");
  const scan = await run("scan", descriptor, "--format", "json", "--out", reportFile);
  assert.equal(scan.status, 0, `the scan ended with ${scan.status}:\n${scan.stderr}\n${appErrors}`);
  assert.equal(app.exitCode, null, "the app survived the scan");

  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  assert.equal(report.complete, true);
  const check = (id) => report.checks.find((each) => each.id === id);
  const verdicts = Object.fromEntries(report.checks.map((each) => [each.id, each.verdict]));
  assert.deepEqual(verdicts, {
    "anonymous-access": "warn",
    "forged-token": "pass",
    "lifecycle-signature": "pass",
    "admin-authorization": "manual",
    "cache-control": "pass",
    "referrer-policy": "pass",
    "session-cookies": "pass",
    "content-security-policy": "pass",
    "frame-options": "pass",
    "content-type-options": "pass",
    "cross-origin": "pass",
    "leaked-secrets": "pass",
    "leaked-tokens": "pass",
    "exposed-files": "pass",
    "directory-listing": "pass",
    "error-pages": "pass",
    "source-maps": "pass",
    "descriptor-base-url": "warn", // plain HTTP on this machine
    "descriptor-authentication": "pass",
    "descriptor-migrations": "pass",
    "descriptor-scopes": "pass",
    "descriptor-modules": "pass",
    "reflected-input": "pass",
    "open-redirect": "pass",
    "vulnerable-components": "pass",
    "credential-forms": "pass",
    "tls-versions": "not_applicable",
    "tls-ciphers": "not_applicable",
    "tls-certificate": "not_applicable",
    "https-redirect": "not_applicable",
    "hsts": "not_applicable",
    "domain-registration": "not_applicable", // the app runs on this machine
    "domain-takeover": "not_applicable",
    "certificate-authority": "not_applicable",
    "branding": "manual", // not asked for
  });

  // The static page is public, and is the only thing to warn of: every page behind ACE's authentication is refused.
  const findings = check("anonymous-access").findings;
  assert.deepEqual(findings.map((finding) => finding.endpoint), ["generalPages/handbook"]);
  assert.ok(findings[0].explanation.length > 0, "a public page comes with a text for the ticket");

  const probed = report.coverage.filter((each) => each.state === "probed").map((each) => each.endpoint).sort();
  assert.deepEqual(probed, [
    "adminPages/settings", "generalPages/handbook", "generalPages/overview", "lifecycle/enabled",
    "lifecycle/installed", "webPanels/note-panel", "webhooks/jira:issue_updated",
  ]);

  // The same evidence, judged again offline, gives the same report.
  const evidence = join(folder, "evidence.json");
  const again = await run("scan", descriptor, "--save-evidence", evidence, "--format", "json");
  const judged = await run("evaluate", evidence, "--format", "json");
  assert.equal(again.status, 0, again.stderr);
  assert.equal(judged.status, 0, judged.stderr);
  assert.equal(judged.stdout, again.stdout);
  console.log(`scanned ${probed.length} endpoints with ${report.exchanges.length} requests`);
} finally {
  app.kill("SIGTERM");
  keyServer.close();
  rmSync(folder, { recursive: true, force: true });
}
