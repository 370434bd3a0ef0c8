// What a Connect app has to verify, in plain JavaScript: tokens, the hash of the request in them, signed installs.
import { createHash, createHmac, timingSafeEqual, verify } from "node:crypto";

const decoded = (segment) => JSON.parse(Buffer.from(segment, "base64url").toString("utf8"));

// What a token says, not verified. Throws if it is none.
export function read(token) {
  const [head, body, signature, ...more] = token.split(".");
  if (!signature || more.length > 0) throw new Error("this is no signed token");
  return { header: decoded(head), claims: decoded(body), signed: `${head}.${body}`, signature: Buffer.from(signature, "base64url") };
}

export function isSignedWith(secret, { header, signed, signature }) {
  if (header.alg !== "HS256") return false;
  const expected = createHmac("sha256", secret).update(signed).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

export function isSignedByHost(publicPem, { header, signed, signature }) {
  return header.alg === "RS256" && verify("RSA-SHA256", Buffer.from(signed), publicPem, signature);
}

export const isExpired = ({ exp }) => typeof exp !== "number" || exp <= Date.now() / 1000;

const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

// https://developer.atlassian.com/cloud/jira/platform/understanding-jwt/, for an app whose base URL has no path.
export function queryHash(method, url) {
  const path = (url.pathname.replaceAll("&", "%26").replace(/(.)\/$/, "$1")) || "/";
  const values = new Map();
  for (const [name, value] of url.searchParams)
    if (name !== "jwt") values.set(name, [...(values.get(name) ?? []), value]);
  const query = [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, all]) => `${encode(name)}=${all.sort().map(encode).join(",")}`)
    .join("&");
  return createHash("sha256").update(`${method}&${path}&${query}`).digest("hex");
}
