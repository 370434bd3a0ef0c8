// A token, taken apart, and the request that it is bound to.
import type { Claim, Hash, Token, UnreadableToken } from "./data";

function Claims({ title, claims }: { readonly title: string; readonly claims: readonly Claim[] }) {
  return (
    <table class="claims">
      <caption class="unseen">{title}</caption>
      <tbody>
        {claims.map(({ name, value, meaning }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <code>{value}</code>
              <p class="quiet">{meaning}</p>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const verdictOf = (hash: Hash): readonly [kind: string, text: string] => {
  if (hash.equal) return ["success", "equal"];
  if (hash.context) return ["", "context token: bound to no address"];
  return ["error", hash.received === null ? "the token has no qsh" : "not equal"];
};

function HashView({ hash }: { readonly hash: Hash }) {
  const [kind, text] = verdictOf(hash);
  return (
    <>
      <h4>
        Query hash <span class={`lozenge ${kind}`}>{text}</span>
      </h4>
      <dl class="hash">
        <div>
          <dt>Canonical request</dt>
          <dd>
            <code>{hash.canonical}</code>
          </dd>
        </div>
        {hash.base && (
          <div>
            <dt>Without the base</dt>
            <dd>
              <code>{hash.base}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>Expected</dt>
          <dd>
            <code>{hash.expected}</code>
          </dd>
        </div>
        <div>
          <dt>Received</dt>
          <dd>{hash.received === null ? "none" : <code>{hash.received}</code>}</dd>
        </div>
      </dl>
      {hash.variant && <p class="quiet">Fits with {hash.variant}.</p>}
      {hash.nearMiss && (
        <p>
          {hash.nearMiss.text} The canonical request is then <code>{hash.nearMiss.canonical}</code>
        </p>
      )}
    </>
  );
}

const kindOf = (ok: boolean | null): string => (ok === null ? "" : ok ? "success" : "error");

export function TokenView({ token }: { readonly token: Token | UnreadableToken }) {
  if (token.problem === null) return <ReadToken token={token} />;
  return (
    <section>
      <h3>Token {token.place}</h3>
      <p>
        <span class="lozenge error">not readable</span> {token.problem}
      </p>
    </section>
  );
}

function ReadToken({ token }: { readonly token: Token }) {
  const { signature } = token;
  return (
    <section>
      <h3>Token {token.place}</h3>
      <p>
        When it was sent: {token.age}. Now: {token.ageNow}.
      </p>
      {token.person !== null && <p>Its subject is {token.person}.</p>}
      <p>
        <span class={`lozenge ${kindOf(signature.ok)}`}>signature</span> {signature.text}
      </p>
      {token.hash && <HashView hash={token.hash} />}
      <details open>
        <summary>Header and claims</summary>
        <Claims title="Header" claims={token.header} />
        <Claims title="Claims" claims={token.claims} />
      </details>
    </section>
  );
}
