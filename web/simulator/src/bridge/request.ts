// AP.request: the product's REST API, asked by its page for the app, as the user who looks and within the app's
// scopes. Of the headers only the type of the body goes along: no part of the simulated API looks at another. The app's
// side turns (error, response, body) into callbacks and promises (app.ts).
import { askRest, sentence, type RestAnswer, type RestRequest } from "../calls";
import type { Frame } from "../data";
import { method } from "./method";
import { inSite } from "./site_address";

interface Options {
  readonly url?: unknown;
  readonly type?: unknown;
  readonly data?: unknown;
  readonly contentType?: unknown;
  readonly binaryAttachment?: unknown;
}

// In Confluence every path is below /wiki; the frame's own address says in which product it is.
export function contextPath(frame: Frame): string {
  const path = URL.canParse(frame.url) ? new URL(frame.url).searchParams.get("cp") : null;
  return path ?? (frame.place === "macro" || frame.place === "byline" ? "/wiki" : "");
}

// A path of this site. An address of another one, however it is written, is refused.
export function localPath(url: string, base: string): string {
  const relative = url.startsWith("/") || /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `/${url}`;
  const wanted = inSite(relative);
  if (!wanted) throw new Error(`AP.request reaches only the product itself, not ${url}.`);
  const path = wanted.pathname + wanted.search;
  return base !== "" && path !== base && !path.startsWith(`${base}/`) ? base + path : path;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function bodyOf(data: unknown, contentType: string): string {
  if (data === undefined || data === null) return "";
  if (!isObject(data)) return String(data);
  if (contentType.includes("json")) return JSON.stringify(data);
  return new URLSearchParams(data as Record<string, string>).toString();
}

function restRequest(frame: Frame, options: Options): RestRequest {
  const verb = String(options.type ?? "GET").toUpperCase();
  const sendsBody = !["GET", "HEAD"].includes(verb);
  const given = typeof options.contentType === "string" ? options.contentType : "";
  const contentType = given || (isObject(options.data) ? "application/x-www-form-urlencoded" : "application/json");
  const data = bodyOf(options.data, contentType);
  let url = localPath(String(options.url ?? ""), contextPath(frame));
  if (!sendsBody && data) url += (url.includes("?") ? "&" : "?") + data;
  const body = sendsBody ? data : "";
  return { module: frame.module, method: verb, url, body, contentType: body === "" ? "" : contentType };
}

const responseOf = (answer: RestAnswer): object => ({
  status: answer.status,
  statusText: answer.statusText,
  responseText: answer.body,
  headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value])),
});

const failed = (reason: string): object => ({ status: 0, statusText: "error", responseText: reason, headers: {} });

export const request = method(["options", "callback"], async ({ live, answer }, given) => {
  const options: Options = isObject(given) ? given : { url: given };
  try {
    if (options.binaryAttachment === true) throw new Error("AP.request with binaryAttachment is not simulated.");
    const got = await askRest(restRequest(live.frame, options));
    const isFine = (got.status >= 200 && got.status < 300) || got.status === 304;
    answer(isFine ? undefined : got.statusText || String(got.status), responseOf(got), got.body);
  } catch (error) {
    answer(sentence(error), failed(sentence(error)), "");
  }
});
