// What the page asks of its own server. Every call carries the page's secret; another site's page has none.
import type { Frame, InstallResult, Issue } from "./data";

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
    super(remedy ? `${reason} ${remedy}` : reason);
  }
}

async function refusal(response: Response): Promise<Refusal> {
  const said = (await response.json().catch(() => ({}))) as { reason?: string; remedy?: string };
  const reason = said.reason ?? `The simulator answered ${response.status} and gave no reason.`;
  return new Refusal(response.status, reason, said.remedy ?? "");
}

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`/simulator/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Postern-Page": secret },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refusal(0, "The simulator does not answer.", "Is it still running? Start it again and reload this page.");
  });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Answer;
}

export type Context = Readonly<Record<string, string>>;

// `module` as a frame names it, or the key of a module alone: dialogs are asked for by their key.
export function askFrame(module: string, context: Context, product?: Record<string, unknown>): Promise<Frame> {
  return post("frame", { module, context, opened: "now", ...(product && { product }) });
}

export function askToken(module: string, context: Context): Promise<{ token: string }> {
  return post("token", { module, context });
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
  readonly why: readonly string[];
  readonly fix: readonly string[];
  readonly guide: string;
}

export function askAnswer(url: string): Promise<Answer> {
  return post("answer", { url });
}

export interface RestRequest {
  readonly module: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly context: Context;
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

export const sentence = (error: unknown): string =>
  error instanceof Error ? error.message : `Something went wrong: ${String(error)}`;
