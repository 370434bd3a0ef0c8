// A panel that still works when its page was opened long ago: app.get("/panel", panel(addon, { … })).
//
// The page holds no data. Who comes with a token in time gets it with status 200. Who comes late, with a token that the
// host made for this very address and that has only expired since, gets it with status 401. Its script fetches the
// data with a fresh token. Everybody else gets what addon.authenticate() answers.
"use strict";
const jwt = require("atlassian-jwt");

const algorithm = jwt.SymmetricAlgorithm.HS256;
const cdn = "https://connect-cdn.atl-paas.net/all.js";

// Sites of the cloud have the bridge on the CDN, every other host (a simulator) has its own. The host is the one that
// signed the install; never the one that a request names.
function bridgeOf(hostBaseUrl) {
  const { hostname } = new URL(hostBaseUrl);
  return /\.(atlassian\.net|jira\.com)$/.test(hostname) ? cdn : `${hostBaseUrl}/atlassian-connect/all.js`;
}

function send(res, status, hostBaseUrl, { title, style, script, api }) {
  const bridge = new URL(bridgeOf(hostBaseUrl));
  res.status(status);
  res.set({
    "Cache-Control": "no-cache, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy":
      `default-src 'none'; script-src 'self' ${bridge.origin}; style-src 'self'; connect-src 'self'; base-uri 'none'; ` +
      `form-action 'none'; frame-ancestors ${new URL(hostBaseUrl).origin}`,
  });
  res.type("html").send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
<script src="${bridge.href}"></script>
<script src="${script}" defer></script>
</head>
<body>
<div class="ac-content">
<h1>${title}</h1>
<div id="panel" data-api="${api}"><p role="status">Loading …</p></div>
</div>
</body>
</html>
`);
}

// The installation whose host made this address a while ago; throws or gives nothing for any other request.
async function lateInstallation(addon, req) {
  const token = req.query.jwt;
  if (typeof token !== "string") return undefined;
  const { iss } = jwt.decodeSymmetric(token, "", algorithm, true); // not verified: only says whose secret to take
  const installation = await addon.settings.get("clientInfo", iss);
  if (!installation) return undefined;
  const claims = jwt.decodeSymmetric(token, installation.sharedSecret, algorithm); // verified: throws if forged
  const expired = typeof claims.exp === "number" && claims.exp <= Date.now() / 1000;
  const hash = jwt.createQueryStringHash(jwt.fromExpressRequest(req), false, addon.config.baseUrl.href);
  return expired && claims.qsh === hash ? installation : undefined;
}

exports.panel = (addon, page) => [
  async (req, res, next) => {
    const late = await lateInstallation(addon, req).catch(() => undefined);
    if (!late) return next();
    send(res, 401, late.baseUrl, page);
  },
  addon.authenticate(),
  (req, res) => send(res, 200, req.context.hostBaseUrl, page),
];

// For the data: a context token in the header, and nothing else. addon.checkValidToken(), which then verifies it, would
// by itself take the token of a page as well, also from the address, and one that never expires.
exports.contextToken = (addon) => [
  (req, res, next) => {
    const token = /^JWT (\S+)$/.exec(req.get("Authorization") ?? "")?.[1];
    let claims;
    try {
      claims = jwt.decodeSymmetric(token, "", algorithm, true);
    } catch {
      return res.sendStatus(401);
    }
    const isContextToken = claims.qsh === "context-qsh" && typeof claims.exp === "number";
    if (!isContextToken || req.query.jwt || req.body?.jwt) return res.sendStatus(401);
    next();
  },
  addon.checkValidToken(),
];
