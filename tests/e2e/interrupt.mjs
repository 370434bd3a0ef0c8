// Interrupts a scan in its middle, as Ctrl-C and a terminal that is closed do: it must end soon, with status 3 and a report that says so.
// Usage: node interrupt.mjs POSTERN
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { startSmallApp } from "./small_app.mjs";

const [postern] = process.argv.slice(2);
const pages = Array.from({ length: 20 }, (_, i) => ({ key: `page-${i}`, name: { value: "A page" }, url: `/page/${i}` }));

// Answers the first requests and then no more: the scan hangs until it is interrupted.
const answeredMax = 30;
let requests;
let enough;
const app = await startSmallApp({
  key: "com.example.hangs",
  name: "Hangs",
  lifecycle: [],
  modules: { generalPages: pages },
  answer: (_request, response) => {
    requests += 1;
    if (requests <= answeredMax) response.writeHead(401).end("no valid token");
    else enough();
  },
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  requests = 0;
  const hanging = new Promise((resolve) => (enough = resolve));
  const scan = spawn(postern, ["scan", app.descriptor, "--format", "json"]);
  const [out, err] = [text(scan.stdout), text(scan.stderr)];
  await hanging;
  scan.kill(signal);
  const [status] = await once(scan, "close");
  assert.equal(status, 3, `${signal}: ${await err}`);
  const report = JSON.parse(await out);
  assert.equal(report.complete, false);
  assert.match(report.gaps.join(), /the scan was interrupted: \d+ requests got no answer/);
  assert.equal(report.checks.find((check) => check.id === "anonymous-access").verdict, "inconclusive");
}
app.close();
