// Scans an app that speaks HTTP/2 over TLS with a certificate of its own authority.
// Usage: node http2.mjs POSTERN
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const [postern] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "postern-http2-"));
const [keyFile, certificateFile] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
  "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyFile, "-out", certificateFile], { stdio: "ignore" });

const sessions = new Set();
const app = createSecureServer({ key: readFileSync(keyFile), cert: readFileSync(certificateFile) }, (request, response) => {
  sessions.add(request.stream.session);
  if (request.url !== "/atlassian-connect.json") return response.writeHead(401, { "content-type": "text/plain" }).end("no valid token");
  const baseUrl = `https://127.0.0.1:${app.address().port}`;
  response.end(JSON.stringify({
    key: "com.example.http2", name: "HTTP/2", baseUrl, authentication: { type: "jwt" },
    lifecycle: { installed: "/installed" },
    modules: { generalPages: [{ key: "page", name: { value: "A page" }, url: "/page?project={project.key}" }] },
  }));
});
app.listen(0, "127.0.0.1");
await once(app, "listening");

async function scan(...options) {
  const child = spawn(postern, ["scan", `https://127.0.0.1:${app.address().port}/atlassian-connect.json`, "--format", "json", ...options]);
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const [status] = await once(child, "close");
  return { status, report: JSON.parse(await out), err: await err };
}

try {
  const trusted = await scan("--ca-file", certificateFile);
  assert.equal(trusted.status, 0, trusted.err);
  assert.ok(trusted.report.exchanges.length > 30);
  for (const exchange of trusted.report.exchanges) assert.equal(exchange.response.version, "2", exchange.id);
  assert.ok(sessions.size < 12, `one connection carries many requests, not ${sessions.size} connections`);

  const untrusted = await scan();
  assert.equal(untrusted.status, 3);
  assert.match(untrusted.err, /certificate/);
} finally {
  for (const session of sessions) session.destroy();
  app.close();
  rmSync(folder, { recursive: true, force: true });
}
