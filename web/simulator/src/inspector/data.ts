// What the inspector's server says of exchanges (src/simulator/inspector/exchange_json.hpp).

export const directions = {
  "browser-host": "Browser \u2192 host",
  "app-host": "App \u2192 host",
  "host-app": "Host \u2192 app",
  "browser-app": "Browser \u2192 app",
  "browser-elsewhere": "Browser \u2192 elsewhere",
} as const;

export type Direction = keyof typeof directions;

export interface Summary {
  readonly id: number;
  readonly at: number; // epoch milliseconds
  readonly site: string;
  readonly direction: Direction;
  readonly purpose: string;
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly failure: string | null;
  readonly ms: number | null;
  readonly repeats: number | null;
  readonly change: string;
  readonly imported: boolean;
  readonly note: string;
}

export type Fields = readonly (readonly [name: string, value: string])[];

interface Message {
  readonly headers: Fields;
  readonly body: string;
  readonly bodyBytes: number;
  readonly truncated: boolean;
}

export interface Request extends Message {
  readonly method: string;
  readonly url: string;
}

export interface Response extends Message {
  readonly status: number;
  readonly version: string;
}

export interface Claim {
  readonly name: string;
  readonly value: string; // JSON text
  readonly meaning: string;
}

export interface Hash {
  readonly canonical: string;
  readonly base: string;
  readonly expected: string;
  readonly received: string | null;
  readonly context: boolean; // a token that is bound to no address
  readonly equal: boolean;
  readonly variant: string;
  readonly nearMiss: { readonly text: string; readonly canonical: string } | null;
}

export interface UnreadableToken {
  readonly place: string;
  readonly problem: string;
}

export interface Token {
  readonly place: string;
  readonly problem: null;
  readonly header: readonly Claim[];
  readonly claims: readonly Claim[];
  readonly age: string; // when it was sent
  readonly ageNow: string;
  readonly person: string | null;
  readonly signature: { readonly ok: boolean | null; readonly text: string };
  readonly hash: Hash | null;
}

export interface Change {
  readonly name: string;
  readonly title: string;
  readonly expects: string;
}

export interface Detail {
  readonly summary: Summary;
  readonly secretsShown: boolean;
  readonly request: Request;
  readonly response: Response | null;
  readonly tokens: readonly (Token | UnreadableToken)[];
  readonly curl: string | null;
  readonly curlLacks: string; // without which the line is refused
  readonly replay: { readonly possible: boolean; readonly reason: string; readonly changes: readonly Change[] };
}

export interface Replayed {
  readonly exchange: number;
  readonly title: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly failure: string | null;
  readonly expects: string;
  readonly verdict: "as expected" | "not as expected" | "look";
}
