// How long the token in a frame's address is still good for, counting down.
import { clockTime, duration, useNow } from "./clock";
import type { Token } from "./data";

const soonSeconds = 120;

interface Props {
  readonly token: Token | null; // in the frame's address
  readonly hasFresh: boolean; // the frame asked for a fresh one and got it
}

export function Life({ token, hasFresh }: Props) {
  const current = useNow();
  if (!token) return <p class="life none">no token in the address</p>;
  const left = token.expiresAt - current;
  const state = left <= 0 ? (hasFresh ? "good" : "expired") : left < soonSeconds ? "soon" : "good";
  const expired = `expired ${duration(left)} ago` + (hasFresh ? "; the app has asked for a fresh one" : "");
  const text = left <= 0 ? expired : `expires in ${duration(left)}`;
  const title = `Token made ${clockTime(token.issuedAt)}, good until ${clockTime(token.expiresAt)}`;
  return (
    <p class={`life ${state}`} title={title}>
      <span class="unseen">Token </span>
      {text}
    </p>
  );
}
