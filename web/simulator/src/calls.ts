// What the page asks of its own server. Every call carries the page's secret; another site's page has none.
import type { Content, Frame, InstallResult, Issue } from "./data";
import type { Detail, Replayed } from "./inspector/data";

let secret = "";

export function speakWith(pageSecret: string): void {
  secret = pageSecret;
}

// The server refused, and says why and what to do.
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(remedy ? `${reason}${/[.!?]$/.test(reason) ? "" : ";"} ${remedy}` : reason);
  }
}

// What the server refuses before the simulator sees it says why in plain text.
function reasonIn(body: string): { readonly reason?: string; readonly remedy?: string } {
  try {
    return JSON.parse(body) as { reason?: string; remedy?: string };
  } catch {
    const reason = body.trim();
    return reason === "" ? {} : { reason };
  }
}

async function refusal(response: Response): Promise<Refusal> {
  const said = reasonIn(await response.text().catch(() => ""));
  const reason = said.reason ?? `The simulator answered ${response.status} and gave no reason.`;
  return new Refusal(response.status, reason, said.remedy ?? "");
}

async function call(path: string, options: RequestInit): Promise<Response> {
  const headers = { ...options.headers, "X-Postern-Page": secret };
  const response = await fetch(`/simulator/api/${path}`, { ...options, headers }).catch(() => {
    throw new Refusal(0, "The simulator does not answer.", "Is it still running? Start it again and reload this page.");
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function postText<Answer>(path: string, body: string): Promise<Answer> {
  const response = await call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return (await response.json()) as Answer;
}

const post = <Answer>(path: string, body: unknown): Promise<Answer> => postText(path, JSON.stringify(body));

export type Context = Readonly<Record<string, string>>;

// `module` as a frame names it, or the key of a module alone: dialogs are asked for by their key.
export function askFrame(module: string, context: Context): Promise<Frame> {
  return post("frame", { module, context, opened: "now" });
}

export function askToken(context: Context): Promise<{ token: string }> {
  return post("token", { context });
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly failure: string | null;
  readonly token: {
    readonly header: unknown;
    readonly claims: Readonly<Record<string, unknown>>;
    readonly issuedAt: number;
    readonly expiresAt: number;
    readonly expiredForSeconds: number;
  } | null;
  readonly refused: boolean; // for its token
  readonly why: readonly string[];
  readonly fix: readonly string[];
  readonly guide: string;
}

export function askAnswer(url: string): Promise<Answer> {
  return post("answer", { url });
}

// Who looks at the pages that are opened from now on.
export const chooseUser = (accountId: string): Promise<unknown> => post("user", { accountId });

export interface RestRequest {
  readonly module: string; // whose frame asks
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly contentType: string; // "" without a body
}

export interface RestAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function askRest(request: RestRequest): Promise<RestAnswer> {
  return post("request", request);
}

export function install(url: string): Promise<InstallResult> {
  return post("install", { url });
}

export type Lifecycle = "uninstall" | "enable" | "disable";

export function change(what: Lifecycle): Promise<InstallResult> {
  return post(what, {});
}

// From now on another key signs installs; those before it stay known at the key server.
export function rotateKey(): Promise<{ keyId: string }> {
  return post("rotate-key", {});
}

export interface Edit {
  readonly summary?: string;
  readonly description?: string;
  readonly status?: string;
  readonly comment?: string;
}

export function edit(issue: string, changes: Edit): Promise<{ issue: Issue }> {
  return post("edit", { issue, ...changes });
}

export interface ContentEdit {
  readonly title?: string;
  readonly body?: string;
}

export function editContent(content: string, changes: ContentEdit): Promise<{ content: Content }> {
  return post("edit-content", { content, ...changes });
}

export interface FrameTimes {
  readonly loaded?: number; // milliseconds
  readonly spoke?: number;
}

export const beginFrame = (module: string, url: string): Promise<{ id: number }> =>
  post("inspector/frame", { module, url });

export const tellFrame = (id: number, times: FrameTimes): Promise<unknown> =>
  post("inspector/frame-told", { id, ...times });

export async function openStream(lastId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const headers: Record<string, string> = { Accept: "text/event-stream", ...(lastId && { "Last-Event-ID": lastId }) };
  const { body } = await call("inspector/stream", { headers, signal });
  if (!body) throw new Refusal(0, "The simulator sent no events.", "");
  return body;
}

export const askExchange = (id: number, secrets: "masked" | "shown"): Promise<Detail> =>
  post(secrets === "shown" ? "inspector/reveal" : "inspector/entry", { id });

export const searchExchanges = (text: string): Promise<{ ids: readonly number[] }> => post("inspector/search", { text });

export const clearExchanges = (): Promise<unknown> => post("inspector/clear", {});

export const replay = (id: number, change: string): Promise<Replayed> => post("inspector/replay", { id, change });

export const exportArchive = (ids: readonly number[], secrets: "masked" | "shown"): Promise<unknown> =>
  post("inspector/export", { ids, secrets });

export interface Imported {
  readonly imported: number;
  readonly leftOut: number; // files of the simulator's own pages
}

export const importArchive = (text: string): Promise<Imported> => postText("inspector/import", text);

export const fireWebhook = (event: string, about: { issue: string } | { content: string }): Promise<{ sent: number }> =>
  post("inspector/fire", { event, ...about });

export const sentence = (error: unknown): string =>
  error instanceof Error ? error.message : `Something went wrong: ${String(error)}`;
