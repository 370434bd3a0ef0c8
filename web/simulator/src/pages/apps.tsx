// Installing the app on this site, and what it answered. A change opens the page again: what the app adds to the
// navigation has changed with it.
import { useState } from "preact/hooks";
import { change, install, rotateKey, sentence, type Lifecycle } from "../calls";
import type { AppsPage, AppState, InstallResult, LifecycleEvent, PageData } from "../data";

// Whether the site has what the event says: an app is told of these, and cannot refuse them.
function isDone(event: string, app: AppState | null): boolean {
  if (event === "uninstalled") return app === null;
  if (event === "disabled") return app !== null && !app.enabled;
  return event === "enabled" && app !== null && app.enabled;
}

// The state has changed since, and the app names no address to be told of it.
function isPast({ ok, event }: InstallResult, app: AppState | null): boolean {
  if (!ok) return false;
  if (event === "installed") return !app?.enabled;
  return ["uninstalled", "disabled", "enabled"].includes(event) && !isDone(event, app);
}

interface ResultProps {
  readonly result: InstallResult;
  readonly app: AppState | null;
}

function Result({ result, app }: ResultProps) {
  const wasTold = result.url !== "";
  const refused = wasTold && isDone(result.event, app) ? "done, but the app did not accept it" : "refused";
  return (
    <section class={`result ${result.ok ? "success" : "error"}`} aria-label="What came of it">
      <h2>
        {result.event || "install"}: {result.ok ? "accepted" : refused}
      </h2>
      {wasTold && (
        <p>
          {result.status !== null && `${result.status} answered by `}
          <code>{result.url}</code>
        </p>
      )}
      {!result.ok && <p>{result.reason}</p>}
      {!result.ok && result.remedy && <p>{result.remedy}</p>}
      {!result.ok && result.body && (
        <pre tabIndex={0} aria-label="Body of the answer">
          {result.body}
        </pre>
      )}
    </section>
  );
}

interface ActProps {
  readonly busy: boolean;
  readonly act: (what: () => Promise<unknown>) => void;
}

function Installed({ app, busy, act }: ActProps & { readonly app: AppState }) {
  const button = (what: Lifecycle, text: string) => (
    <button type="button" disabled={busy} onClick={() => act(() => change(what))}>
      {text}
    </button>
  );
  return (
    <section class="card">
      <h2>{app.name}</h2>
      <dl>
        <div>
          <dt>Key</dt>
          <dd>
            <code>{app.key}</code>
          </dd>
        </div>
        <div>
          <dt>Base URL</dt>
          <dd>
            <code>{app.baseUrl}</code>
          </dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>{app.enabled ? "enabled" : "disabled"}</dd>
        </div>
      </dl>
      <p class="actions">
        {app.enabled ? button("disable", "Disable") : button("enable", "Enable")}
        {button("uninstall", "Uninstall")}
      </p>
    </section>
  );
}

interface FormProps extends ActProps {
  readonly begins: string;
  readonly suggestions: readonly string[];
}

function InstallForm({ begins, suggestions, busy, act }: FormProps) {
  const [url, setUrl] = useState(begins);
  const submit = (event: Event): void => {
    event.preventDefault();
    act(() => install(url.trim()));
  };
  return (
    <form class="edit" onSubmit={submit}>
      <label>
        Address of the descriptor
        <input
          type="url"
          required
          placeholder="http://localhost:3000/atlassian-connect.json"
          value={url}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
      </label>
      {suggestions.length > 0 && (
        <p class="actions">
          <span class="quiet">Known:</span>
          {suggestions.map((each) => (
            <button key={each} type="button" class="link" onClick={() => setUrl(each)}>
              {each}
            </button>
          ))}
        </p>
      )}
      <p class="actions">
        <button class="primary" disabled={busy}>
          {busy ? "Asking the app …" : "Install"}
        </button>
      </p>
    </form>
  );
}

function SigningKey({ keyId, busy, act }: ActProps & { readonly keyId: string }) {
  return (
    <section class="card">
      <h2>Key of installs</h2>
      <p>
        Signed with{" "}
        <a href={`/keys/${keyId}`}>
          <code>{keyId}</code>
        </a>
        . An app that keeps keys has to look up a new one.
      </p>
      <p class="actions">
        <button type="button" disabled={busy} onClick={() => act(rotateKey)}>
          Sign with a new key from now on
        </button>
      </p>
    </section>
  );
}

function Events({ events }: { readonly events: readonly LifecycleEvent[] }) {
  if (events.length === 0) return <p class="quiet">None since the simulator was started.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Lifecycle events and webhooks">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Event</th>
            <th scope="col">Answer</th>
            <th scope="col">Address</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {events.map((each, index) => (
            <tr key={index}>
              <td class="whole">{each.at.replace("T", " ").slice(0, 19)}</td>
              <td class="whole">{each.event}</td>
              <td>
                <span class={`lozenge ${each.ok ? "success" : "error"}`}>{each.status ?? "none"}</span>
                {each.attempts > 1 && ` after ${each.attempts} attempts`}
              </td>
              <td>
                <code>{each.url}</code>
              </td>
              <td>{each.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function AppsView({ page, data }: { readonly page: AppsPage; readonly data: PageData }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const act = (what: () => Promise<unknown>): void => {
    setBusy(true);
    setProblem("");
    what().then(
      () => location.reload(),
      (error: unknown) => {
        setProblem(sentence(error));
        setBusy(false);
      },
    );
  };
  // What was refused may have been misspelt.
  const refused = page.lastInstall?.ok === false && page.lastInstall.event === "descriptor" ? page.lastInstall.url : "";
  return (
    <>
      <h1>Apps</h1>
      {page.lastInstall && !isPast(page.lastInstall, data.app) && <Result result={page.lastInstall} app={data.app} />}
      {data.app && <Installed app={data.app} busy={busy} act={act} />}
      <h2>{data.app ? "Install again, or another" : "Install"}</h2>
      <InstallForm
        begins={refused || (data.app?.descriptorUrl ?? page.suggestions[0] ?? "")}
        suggestions={page.suggestions}
        busy={busy}
        act={act}
      />
      <p role="alert">{problem}</p>
      <SigningKey keyId={page.keyId} busy={busy} act={act} />
      <h2>Lifecycle events and webhooks</h2>
      <Events events={page.events} />
    </>
  );
}
