// Above the list: what is shown of it, and what becomes of all of it.
import { useRef, useState } from "preact/hooks";
import { exportArchive, importArchive, sentence, type Imported } from "../calls";
import type { Site } from "../data";
import { directions, type Summary } from "./data";

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly direction: string;
  readonly onDirection: (direction: string) => void;
  readonly site: string;
  readonly sites: readonly Site[];
  readonly onSite: (site: string) => void;
  readonly held: boolean;
  readonly onHold: () => void;
  readonly shown: readonly Summary[];
  readonly archiveMaxBytes: number;
  readonly onClear: () => void;
}

const saveMilliseconds = 10_000; // a browser may begin to read only after the click

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), saveMilliseconds);
}

const entriesIn = (archive: string): number =>
  (JSON.parse(archive) as { log: { entries: readonly unknown[] } }).log.entries.length; // the server has read it

const mebibytes = (bytes: number): string => `${(Math.ceil((bytes / 2 ** 20) * 10) / 10).toString()} MiB`;

const told = ({ imported, leftOut }: Imported, all: number): string =>
  [
    `Imported ${imported}.`,
    leftOut > 0 && `Left out ${leftOut} for files of the simulator's own pages.`,
    all > imported + leftOut && `Passed over ${all - imported - leftOut} that are not of http or https.`,
  ]
    .filter(Boolean)
    .join(" ");

function Archive({ shown, archiveMaxBytes }: Pick<Props, "shown" | "archiveMaxBytes">) {
  const [secrets, setSecrets] = useState(false);
  const [said, setSaid] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const run = async (what: () => Promise<string>): Promise<void> => setSaid(await what().catch(sentence));
  const download = async (): Promise<string> => {
    const ids = shown.map((each) => each.id);
    save("postern.har", JSON.stringify(await exportArchive(ids, secrets ? "shown" : "masked"), null, 1));
    return `Exported ${ids.length}.`;
  };
  const read = async (): Promise<string> => {
    const chosen = file.current?.files?.[0];
    if (!file.current || !chosen) return "";
    file.current.value = ""; // so that the same file can be chosen again
    if (chosen.size > archiveMaxBytes)
      return `${chosen.name} has ${mebibytes(chosen.size)}: an archive has at most ${mebibytes(archiveMaxBytes)}.`;
    setSaid(`Importing ${chosen.name} …`);
    const text = await chosen.text();
    const answer = await importArchive(text);
    return told(answer, entriesIn(text));
  };
  return (
    <details class="tool">
      <summary>HAR</summary>
      <div class="actions">
        <button type="button" disabled={shown.length === 0} onClick={() => void run(download)}>
          Export what is shown
        </button>
        <label class="choice">
          <input type="checkbox" checked={secrets} onChange={(event) => setSecrets(event.currentTarget.checked)} />
          <span>with secrets</span>
        </label>
        <label class="choice">
          <span>Import</span>
          <input ref={file} type="file" accept=".har,application/json" onChange={() => void run(read)} />
        </label>
        <p class="quiet" role="status">
          {said}
        </p>
      </div>
    </details>
  );
}

export function Tools(props: Props) {
  return (
    <div class="tools" role="group" aria-label="What is shown">
      <label class="search">
        <span class="unseen">Search in addresses, bodies and claims</span>
        <input
          type="search"
          maxLength={200}
          placeholder="Search in addresses, bodies, claims"
          value={props.text}
          onInput={(event) => props.onText(event.currentTarget.value)}
        />
      </label>
      <label class="choice">
        <span class="unseen">Direction</span>
        <select value={props.direction} onChange={(event) => props.onDirection(event.currentTarget.value)}>
          <option value="">All directions</option>
          {Object.entries(directions).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        <span class="unseen">Site</span>
        <select value={props.site} onChange={(event) => props.onSite(event.currentTarget.value)}>
          <option value="">All sites</option>
          {props.sites.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" aria-pressed={props.held} onClick={props.onHold}>
        Pause
      </button>
      <button type="button" onClick={props.onClear}>
        Clear
      </button>
      <Archive shown={props.shown} archiveMaxBytes={props.archiveMaxBytes} />
    </div>
  );
}
