// How long the token in a frame's address is still good for, counting down.
import { clockTime, duration, useNow } from "./clock";
import type { Token } from "./data";

const soonSeconds = 120;

export function Life({ token }: { readonly token: Token | null }) {
  const current = useNow();
  if (!token) return <p class="life none">no token in the address</p>;
  const left = token.expiresAt - current;
  const state = left <= 0 ? "expired" : left < soonSeconds ? "soon" : "good";
  const text = left <= 0 ? `expired ${duration(left)} ago` : `expires in ${duration(left)}`;
  const title = `Token made ${clockTime(token.issuedAt)}, good until ${clockTime(token.expiresAt)}`;
  return (
    <p class={`life ${state}`} title={title}>
      <span class="unseen">Token </span>
      {text}
    </p>
  );
}
