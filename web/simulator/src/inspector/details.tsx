// One exchange in full.
import { useEffect, useRef, useState } from "preact/hooks";
import { askExchange, sentence } from "../calls";
import { directions, type Detail, type Fields, type Summary } from "./data";
import { indented } from "./indented";
import { duration, purposeOf, Status, timeOf } from "./list";
import { Replays } from "./replays";
import { TokenView } from "./token";

interface MessageProps {
  readonly title: string;
  readonly first: string;
  readonly headers: Fields;
  readonly body: string;
  readonly bodyBytes: number;
  readonly truncated: boolean;
}

function Message({ title, first, headers, body, bodyBytes, truncated }: MessageProps) {
  return (
    <section>
      <h3>{title}</h3>
      <pre tabIndex={0} aria-label={`${title}: first line and headers`}>
        {first}
        {headers.map(([name, value]) => `\n${name}: ${value}`)}
      </pre>
      {body === "" ? (
        <p class="quiet">{truncated ? `A body of at least ${bodyBytes} bytes, which was not kept.` : "No body."}</p>
      ) : (
        <pre tabIndex={0} aria-label={`${title}: body`}>
          {truncated ? body : indented(body)}
        </pre>
      )}
      {truncated && body !== "" && <p class="quiet">The beginning of {bodyBytes} bytes.</p>}
    </section>
  );
}

interface CurlProps {
  readonly line: string;
  readonly lacks: string;
  readonly secretsShown: boolean;
}

function Curl({ line, lacks, secretsShown }: CurlProps) {
  const [said, setSaid] = useState("");
  const copy = (): void =>
    void navigator.clipboard.writeText(line).then(
      () => setSaid(secretsShown ? "Copied." : "Copied, with secrets masked."),
      () => setSaid("The browser does not let this page copy: select the line."),
    );
  return (
    <section>
      <h3>curl</h3>
      {lacks !== "" && <p>{lacks}</p>}
      <pre tabIndex={0} aria-label="curl line">
        {line}
      </pre>
      <p class="actions">
        <button type="button" onClick={copy}>
          Copy
        </button>
        <span class="quiet" role="status">
          {said}
        </span>
      </p>
    </section>
  );
}

interface Props {
  readonly id: number;
  readonly known: ReadonlyMap<number, Summary>;
  readonly onOpen: (id: number) => void;
  readonly onClose: () => void;
}

function Related({ summary, known, onOpen }: Omit<Props, "id" | "onClose"> & { readonly summary: Summary }) {
  const repeated = [...known.values()].filter((each) => each.repeats === summary.id);
  const link = (id: number, text: string) =>
    known.has(id) ? (
      <button key={id} type="button" class="link" onClick={() => onOpen(id)}>
        {text}
      </button>
    ) : (
      <span key={id}>{text} (no longer kept)</span>
    );
  if (summary.repeats === null && repeated.length === 0) return null;
  return (
    <p class="actions">
      {summary.repeats !== null && link(summary.repeats, `Repeats exchange ${summary.repeats}`)}
      {repeated.map((each) => link(each.id, `Repeated as ${each.id}: ${each.change}`))}
    </p>
  );
}

interface WholeProps extends Omit<Props, "id" | "onClose"> {
  readonly detail: Detail;
  readonly gone: boolean;
}

function Whole({ detail, gone, known, onOpen }: WholeProps) {
  const { summary, request, response, tokens, curl, curlLacks } = detail;
  return (
    <>
      <p>
        <Status exchange={summary} /> {duration(summary.ms)}
      </p>
      <p class="quiet">
        {timeOf(summary.at)} UTC, {directions[summary.direction]}, {summary.site}, {purposeOf(summary)}
      </p>
      {summary.note && <p>{summary.note}</p>}
      {summary.failure !== null && <p>No answer: {summary.failure}</p>}
      <Related summary={summary} known={known} onOpen={onOpen} />
      {tokens.map((token) => (
        <TokenView key={token.place} token={token} />
      ))}
      {!gone && <Replays detail={detail} onOpen={onOpen} />}
      <Message title="Request" first={`${request.method} ${request.url}`} {...request} />
      {response && <Message title="Answer" first={`HTTP/${response.version} ${response.status}`} {...response} />}
      {curl !== null && <Curl line={curl} lacks={curlLacks} secretsShown={detail.secretsShown} />}
    </>
  );
}

// Where the exchange does not stand beside the list, but above it.
const sideBySide = (): boolean => matchMedia("(min-width: 64rem)").matches;

export function Details({ id, known, onOpen, onClose }: Props) {
  const [detail, setDetail] = useState<Detail>();
  const [secrets, setSecrets] = useState<"masked" | "shown">("masked");
  const [problem, setProblem] = useState("");
  const summary = known.get(id);
  const wasKnown = useRef(false);
  if (summary) wasKnown.current = true;
  const gone = wasKnown.current && !summary; // one that is not known yet is asked for
  const box = useRef<HTMLElement>(null);
  const there = detail !== undefined;
  useEffect(() => {
    if (there && !sideBySide()) box.current?.scrollIntoView({ block: "start" });
  }, [there]);
  useEffect(() => {
    const close = (event: KeyboardEvent): void => void (event.key === "Escape" && onClose());
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, []);
  useEffect(() => {
    if (gone) return undefined;
    let wanted = true;
    askExchange(id, secrets).then(
      (answer) => wanted && (setDetail(answer), setProblem("")),
      (error: unknown) => wanted && setProblem(sentence(error)),
    );
    return () => {
      wanted = false;
    };
  }, [id, secrets, gone, summary?.status, summary?.failure, summary?.ms, summary?.note]);
  return (
    <section ref={box} class="exchange-details" aria-label={`Exchange ${id}`}>
      <div class="title-row">
        <h2>Exchange {id}</h2>
        <span class="actions">
          <button
            type="button"
            aria-pressed={secrets === "shown"}
            disabled={gone}
            onClick={() => setSecrets(secrets === "shown" ? "masked" : "shown")}
          >
            Show secrets
          </button>
          <button type="button" class="close" aria-label="Close the exchange" onClick={onClose}>
            {"\u00d7"}
          </button>
        </span>
      </div>
      <p role="alert">{problem}</p>
      {gone && <p class="quiet">The list has dropped this exchange: this is what it was.</p>}
      {detail && <Whole detail={detail} gone={gone} known={known} onOpen={onOpen} />}
    </section>
  );
}
