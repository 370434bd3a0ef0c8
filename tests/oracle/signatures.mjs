// Signs with Node's crypto what `postern token` must verify, and the other way round, for every algorithm: so
// that a mistake made alike in our signing and verifying (a PSS salt, the form of an ECDSA signature) shows.
// Usage: node signatures.mjs POSTERN
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import * as crypto from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [postern] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "postern-signatures-"));
const path = (name) => join(folder, name);
const secret = "a secret of one tenant";
const rsa = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const p256 = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed25519 = crypto.generateKeyPairSync("ed25519");
const pss = { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }; // RFC 7518 section 3.5
const ecdsa = { dsaEncoding: "ieee-p1363" }; // RFC 7518 section 3.4

const algorithms = {
  HS256: { hash: "sha256" }, HS384: { hash: "sha384" }, HS512: { hash: "sha512" },
  RS256: { hash: "sha256", pair: rsa }, RS384: { hash: "sha384", pair: rsa }, RS512: { hash: "sha512", pair: rsa },
  PS256: { hash: "sha256", pair: rsa, options: pss }, ES256: { hash: "sha256", pair: p256, options: ecdsa },
  EdDSA: { hash: null, pair: ed25519 },
};
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const hmac = (hash, input) => crypto.createHmac(hash, secret).update(input).digest();

function sign({ hash, pair, options }, input) {
  return pair ? crypto.sign(hash, Buffer.from(input), { key: pair.privateKey, ...options }) : hmac(hash, input);
}

function verifies({ hash, pair, options }, input, signature) {
  return pair ? crypto.verify(hash, Buffer.from(input), { key: pair.publicKey, ...options }, signature)
    : crypto.timingSafeEqual(hmac(hash, input), signature);
}

function token(args, input) {
  const run = spawnSync(postern, ["token", ...args], { input, encoding: "utf8" });
  return { status: run.status, text: `${run.stdout}${run.stderr}`, out: run.stdout.trim() };
}

// The files with the key for verifying and for signing, as PEM and as JWK.
function keyOptions(name, { pair }) {
  if (!pair) {
    writeFileSync(path("secret"), secret);
    const jwk = { kty: "oct", k: Buffer.from(secret).toString("base64url") };
    writeFileSync(path("secret.jwk"), JSON.stringify(jwk));
    return [["--secret-file", path("secret")], ["--key-file", path("secret.jwk")]].map((file) => ({ verify: file, sign: file }));
  }
  writeFileSync(path(`${name}.pem`), pair.publicKey.export({ type: "spki", format: "pem" }));
  writeFileSync(path(`${name}.private.pem`), pair.privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  writeFileSync(path(`${name}.jwk`), JSON.stringify(pair.publicKey.export({ format: "jwk" })));
  writeFileSync(path(`${name}.private.jwk`), JSON.stringify(pair.privateKey.export({ format: "jwk" })), { mode: 0o600 });
  return ["pem", "jwk"].map((form) => ({
    verify: ["--key-file", path(`${name}.${form}`)], sign: ["--key-file", path(`${name}.private.${form}`)] }));
}

try {
  for (const [name, algorithm] of Object.entries(algorithms)) {
    const claims = { iss: "oracle", exp: 4102444800 };
    const input = `${encode({ alg: name })}.${encode(claims)}`;
    const foreign = `${input}.${sign(algorithm, input).toString("base64url")}`;
    const changed = `${encode({ alg: name })}.${encode({ ...claims, iss: "other" })}.${foreign.split(".")[2]}`;
    for (const files of keyOptions(name, algorithm)) {
      const verified = token(["verify", "--alg", name, ...files.verify], foreign);
      assert.equal(verified.status, 0, `${name}, signed by Node: ${verified.text}`);
      assert.equal(token(["verify", "--alg", name, ...files.verify], changed).status, 1, `${name}, changed`);

      const minted = token(["mint", "--alg", name, ...files.sign, "--claims-file", "-"], JSON.stringify(claims));
      assert.equal(minted.status, 0, `${name}, to be signed by us: ${minted.text}`);
      const [header, payload, signature] = minted.out.split(".");
      assert.ok(verifies(algorithm, `${header}.${payload}`, Buffer.from(signature, "base64url")), `${name}, signed by us`);
    }
  }
  console.log(`${Object.keys(algorithms).length} algorithms agree, with keys as PEM and as JWK`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
