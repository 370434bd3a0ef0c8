// The same request with one thing changed, and what a correct app says to it.
import { useState } from "preact/hooks";
import { replay, sentence } from "../calls";
import type { Change, Detail, Replayed } from "./data";

const kinds = { "as expected": "success", "not as expected": "error", look: "" } as const;
const texts = { "as expected": "as expected", "not as expected": "not as expected", look: "look at the answer" } as const;

const statusText = (status: number | null, failure: string | null): string =>
  status === null ? (failure ?? "not seen") : String(status);

interface Props {
  readonly detail: Detail;
  readonly onOpen: (id: number) => void;
}

export function Replays({ detail, onOpen }: Props) {
  const { summary, replay: can } = detail;
  const [results, setResults] = useState<readonly Replayed[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const ask = (change: Change): void => {
    setBusy(true);
    setProblem("");
    replay(summary.id, change.name).then(
      (result) => {
        setResults((before) => [result, ...before.filter((each) => each.title !== result.title)]);
        setBusy(false);
      },
      (error: unknown) => {
        setProblem(sentence(error));
        setBusy(false);
      },
    );
  };
  return (
    <section>
      <h3>Replay</h3>
      {!can.possible && <p class="quiet">{can.reason}</p>}
      <p class="actions">
        {can.changes.map((change) => (
          <button key={change.name} type="button" disabled={busy} title={change.expects} onClick={() => ask(change)}>
            {change.title}
          </button>
        ))}
      </p>
      <p role="alert">{problem}</p>
      <ul class="replayed" aria-label="What came of replays">
        {results.map((each) => (
          <li key={each.title}>
            <strong>{each.title}</strong>: {statusText(each.before, null)} before, {statusText(each.after, each.failure)}{" "}
            now <span class={`lozenge ${kinds[each.verdict]}`}>{texts[each.verdict]}</span>
            <p class="quiet">A correct answer: {each.expects}</p>
            <button type="button" class="link" onClick={() => onOpen(each.exchange)}>
              Exchange {each.exchange}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
