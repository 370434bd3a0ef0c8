// Holds a scan against testssl.sh: servers set up in six ways, and both must agree on the protocol versions that each
// accepts and on what is wrong with its certificate. Skipped where testssl.sh or nginx is not installed.
// Usage: node testssl.mjs POSTERN
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const [postern] = process.argv.slice(2);
const inPath = (...names) => names.flatMap((name) => [...(process.env.PATH ?? "").split(":"), "/usr/sbin"].map((folder) => join(folder, name)))
  .find(existsSync);
const testssl = inPath("testssl", "testssl.sh");
const nginx = inPath("nginx");
if (!testssl || !nginx) {
  console.error(`skipped: ${testssl ? "nginx" : "testssl.sh"} is not installed`);
  process.exit(77);
}

const folder = mkdtempSync(join(tmpdir(), "postern-testssl-"));
const file = (name) => join(folder, name);
const started = [];

// What OpenSSL may do is the system's to say; a server for this test may do everything.
writeFileSync(file("openssl.cnf"), "[req]\ndistinguished_name = name\n[name]\n");
const permissive = { ...process.env, OPENSSL_CONF: file("openssl.cnf") };
const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"], env: permissive });

openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Test Authority", "-keyout", file("ca.key"), "-out", file("ca.pem"),
  "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign");

// A certificate of the test's authority; with dates in the past where it has expired.
function certificate(name, { host = "localhost", expired = false }) {
  openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${host}`, "-keyout", file(`${name}.key`), "-out", file(`${name}.csr`));
  mkdirSync(file(`${name}.ca`));
  writeFileSync(file(`${name}.ca/index.txt`), "");
  writeFileSync(file(`${name}.ca/ca.cnf`), `[ca]\ndefault_ca = own\n[own]\ndatabase = ${file(`${name}.ca/index.txt`)}\nnew_certs_dir = ${file(`${name}.ca`)}\n` +
    `rand_serial = yes\ndefault_md = sha256\npolicy = any\nx509_extensions = leaf\n[any]\ncommonName = supplied\n` +
    `[leaf]\nsubjectAltName = DNS:${host}\nextendedKeyUsage = serverAuth\n`);
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, "");
  const [from, to] = expired ? [day(-60), day(-30)] : [day(-1), day(90)];
  openssl("ca", "-batch", "-config", file(`${name}.ca/ca.cnf`), "-cert", file("ca.pem"), "-keyfile", file("ca.key"), "-in", file(`${name}.csr`),
    "-out", file(`${name}.pem`), "-notext", "-startdate", from, "-enddate", to);
}
certificate("good", {});
certificate("expired", { expired: true });
certificate("foreign", { host: "other.example" });
openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
  "-keyout", file("selfsigned.key"), "-out", file("selfsigned.pem"));

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

const run = (command, args) => started.push(spawn(command, args, { env: permissive, stdio: "ignore" }));

function startNginx(name, port, protocols, ciphers, identity) {
  writeFileSync(file(`${name}.conf`), `daemon off; master_process off; pid ${file(`${name}.pid`)}; error_log ${file(`${name}.log`)};\nevents {}\n` +
    `http { access_log off; client_body_temp_path ${file(`${name}-body`)}; proxy_temp_path ${file(`${name}-proxy`)};\n` +
    `fastcgi_temp_path ${file(`${name}-fastcgi`)}; uwsgi_temp_path ${file(`${name}-uwsgi`)}; scgi_temp_path ${file(`${name}-scgi`)};\n` +
    `server { listen 127.0.0.1:${port} ssl; ssl_protocols ${protocols}; ssl_ciphers ${ciphers};\n` +
    `ssl_certificate ${file(`${identity}.pem`)}; ssl_certificate_key ${file(`${identity}.key`)}; return 401; } }\n`);
  run(nginx, ["-c", file(`${name}.conf`), "-e", file(`${name}.log`)]);
}

function startOpenssl(port, identity, ...options) {
  run("openssl", ["s_server", "-accept", `127.0.0.1:${port}`, "-cert", file(`${identity}.pem`), "-key", file(`${identity}.key`), "-www", "-quiet", ...options]);
}

const intermediate = "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305";
const servers = {
  modern: (port) => startNginx("modern", port, "TLSv1.3", intermediate, "good"),
  intermediate: (port) => startNginx("intermediate", port, "TLSv1.2 TLSv1.3", intermediate, "good"),
  old: (port) => startNginx("old", port, "TLSv1 TLSv1.1 TLSv1.2", "ALL:@SECLEVEL=0", "good"),
  expired: (port) => startOpenssl(port, "expired"),
  selfsigned: (port) => startOpenssl(port, "selfsigned"),
  foreign: (port) => startOpenssl(port, "foreign"),
};

async function reachable(port) {
  for (let attempt = 0; attempt < 600; ++attempt) {
    const socket = connect(port, "127.0.0.1");
    const [event] = await Promise.race([once(socket, "connect").then(() => ["connect"]), once(socket, "error").then(() => ["error"])]).catch(() => ["error"]);
    socket.destroy();
    if (event === "connect") return;
    await pause(50);
  }
  assert.fail(`nothing listens on port ${port}`);
}

const versionNames = { SSLv3: "SSLv3", TLS1: "TLS 1.0", TLS1_1: "TLS 1.1", TLS1_2: "TLS 1.2", TLS1_3: "TLS 1.3" };

async function byTestssl(name, port) {
  const out = file(`${name}.testssl.json`);
  // Its exit status counts what it did not like.
  await promisify(execFile)(testssl, ["-p", "-S", "--ip", "127.0.0.1", "--warnings", "off", "--color", "0", "--quiet", "--add-ca", file("ca.pem"),
    "--jsonfile", out, `localhost:${port}`], { maxBuffer: 1 << 24 }).catch(() => undefined);
  const findings = Object.fromEntries(JSON.parse(readFileSync(out, "utf8")).map((each) => [each.id.replace(/ <.*>$/, ""), each.finding]));
  const said = (id) => findings[id] ?? assert.fail(`testssl.sh says nothing of ${id}: ${JSON.stringify(findings)}`);
  return {
    versions: Object.keys(versionNames).filter((id) => /^(offered|supported)/.test(said(id))).map((id) => versionNames[id]),
    expired: /expired/.test(said("cert_expirationStatus")) || /expired/.test(findings.cert_chain_of_trust ?? ""),
    untrusted: /self.signed|chain incomplete|certificate does not match|failed/i.test(said("cert_chain_of_trust")) && !/expired/.test(said("cert_chain_of_trust")),
    foreign: !/^Ok|OK/.test(said("cert_trust")),
  };
}

async function byScan(name, port) {
  const descriptor = file(`${name}.descriptor.json`);
  writeFileSync(descriptor, JSON.stringify({
    key: "com.example.tls", name: "TLS", baseUrl: `https://localhost:${port}`, authentication: { type: "jwt" }, lifecycle: { installed: "/installed" },
    modules: { generalPages: [{ key: "page", name: { value: "A page" }, url: "/page" }] },
  }));
  const evidenceFile = file(`${name}.evidence.json`);
  const { stdout } = await promisify(execFile)(postern, ["scan", descriptor, "--ca-file", file("ca.pem"), "--format", "json", "--save-evidence", evidenceFile,
    "--no-paths"], { maxBuffer: 1 << 26 }).catch((failed) => failed);
  const [host] = JSON.parse(readFileSync(evidenceFile, "utf8")).tls.hosts;
  const address = host.addresses.find((each) => each.unreachable === "");
  const findings = JSON.parse(stdout).checks.find((check) => check.id === "tls-certificate").findings;
  const told = (what) => findings.some((finding) => finding.verdict === "fail" && finding.subject.endsWith(`: ${what}`));
  return {
    versions: address.versions.filter((each) => each.reply === "accepted").map((each) => each.version).sort(),
    expired: told("expired"), untrusted: told("untrusted"), foreign: told("name"),
  };
}

async function compare(name) {
  const port = await freePort();
  servers[name](port);
  await reachable(port);
  const theirs = await byTestssl(name, port);
  const ours = await byScan(name, port);
  assert.deepEqual(ours, { ...theirs, versions: theirs.versions.sort() }, name);
  console.log(`${name}: ${JSON.stringify(ours)}`);
  return ours;
}

try {
  // At the same time: testssl.sh mostly waits.
  const names = Object.keys(servers);
  const all = await Promise.all(names.map(compare));
  const seen = Object.fromEntries(names.map((name, index) => [name, all[index]]));
  assert.deepEqual(seen.modern.versions, ["TLS 1.3"]);
  assert.deepEqual(seen.intermediate.versions, ["TLS 1.2", "TLS 1.3"]);
  assert.ok(seen.old.versions.includes("TLS 1.0") && seen.old.versions.includes("TLS 1.1"));
  assert.ok(seen.expired.expired && seen.selfsigned.untrusted && seen.foreign.foreign);
  assert.ok(!seen.modern.expired && !seen.modern.untrusted && !seen.modern.foreign);
} finally {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
