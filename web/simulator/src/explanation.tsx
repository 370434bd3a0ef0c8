// Why a frame shows nothing that works: what the app answered, the token that it was sent, since when that is expired,
// and what a fix looks like.
import { useEffect, useState } from "preact/hooks";
import { keepTime } from "./bridge/navigator";
import { askAnswer, sentence, type Answer } from "./calls";
import { clockTime, duration, useNow } from "./clock";
import type { Frame } from "./data";
import { lineId } from "./inspector/list";

const bodyShownMaxCharacters = 2000;

const indented = (value: unknown): string => JSON.stringify(value, null, 2);

function Said({ answer }: { readonly answer: Answer }) {
  if (answer.failure !== null)
    return (
      <p>
        The app gave <strong>no answer</strong>: {answer.failure}
      </p>
    );
  const cut = answer.body.length > bodyShownMaxCharacters;
  return (
    <>
      <p>
        The app answered{" "}
        <strong class="status">
          {answer.status} {answer.statusText}
        </strong>
        {answer.body === "" && ", with an empty body"}
      </p>
      {answer.body !== "" && (
        <pre tabIndex={0} aria-label="Body of the answer">
          {answer.body.slice(0, bodyShownMaxCharacters)}
          {cut && "\n\u2026"}
        </pre>
      )}
    </>
  );
}

function TokenText({ token }: { readonly token: NonNullable<Answer["token"]> }) {
  const current = useNow();
  const left = token.expiresAt - current;
  return (
    <>
      <p>
        The token in the address was made {duration(current - token.issuedAt)} ago and{" "}
        {left <= 0 ? (
          <strong>
            is expired since {clockTime(token.expiresAt)}, {duration(left)} ago.
          </strong>
        ) : (
          <>is good for another {duration(left)}.</>
        )}
      </p>
      <details>
        <summary>The token, decoded</summary>
        <pre tabIndex={0} aria-label="Header and claims of the token">
          {indented(token.header)}
          {"\n"}
          {indented(token.claims)}
        </pre>
      </details>
    </>
  );
}

function Sentences({ title, list }: { readonly title: string; readonly list: readonly string[] }) {
  if (list.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {list.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  );
}

interface Props {
  readonly frame: Frame;
  readonly speaks: boolean; // to the bridge, but it asks for no token
  readonly exchange: number | undefined; // in the inspector
  readonly onRenew: () => void;
}

export function Explanation({ frame, speaks, exchange, onRenew }: Props) {
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    askAnswer(frame.url).then(setAnswer, (error: unknown) => setProblem(sentence(error)));
  }, [frame.url]);
  return (
    <section class="explanation" aria-label={`Why ${frame.name} does not work`}>
      <h3>
        {frame.name} {speaks ? "was refused and asks for no fresh token" : "does not speak to the page"}
      </h3>
      {problem && <p>{problem}</p>}
      {!answer && !problem && <p class="quiet">Asking the app what it answers …</p>}
      {answer && (
        <>
          <Said answer={answer} />
          {answer.token && <TokenText token={answer.token} />}
          {frame.place === "page" && answer.refused && answer.token && answer.token.expiredForSeconds > 0 && (
            <p>
              The product makes a page of its own with a fresh token each time: an app is right to refuse it so late. Choose
              “now” above to see it as the product shows it.
            </p>
          )}
          <Sentences title="Why" list={answer.why} />
          <Sentences title="What a fix looks like" list={answer.fix} />
          {answer.guide && (
            <p>
              In full: <GuideLink guide={answer.guide} />
            </p>
          )}
        </>
      )}
      <p class="actions">
        <button type="button" onClick={onRenew}>
          Open it with a fresh token
        </button>
        <a href={`${keepTime("/inspector")}${exchange === undefined ? "" : `#${lineId(exchange)}`}`}>
          The exchange in the inspector
        </a>
      </p>
    </section>
  );
}

// A path of this site or an address is a link, a name of a file is not.
function GuideLink({ guide }: { readonly guide: string }) {
  if (!guide.startsWith("/") && !guide.startsWith("http")) return <code>{guide}</code>;
  return (
    <a href={guide} target="_blank" rel="noreferrer">
      {guide.replace(/^.*\//, "")}
    </a>
  );
}
