// A webhook of the app, fired by hand.
import { useState } from "preact/hooks";
import { fireWebhook, sentence } from "../calls";
import type { InspectorPage } from "../data";

export function Fire({ page }: { readonly page: InspectorPage }) {
  const [event, setEvent] = useState(page.webhooks[0] ?? "");
  const [about, setAbout] = useState(page.issues[0] ? `issue ${page.issues[0].key}` : "");
  const [said, setSaid] = useState("");
  if (page.webhooks.length === 0) return null;
  const fire = async (submitted: Event): Promise<void> => {
    submitted.preventDefault();
    const [kind, ...rest] = about.split(" ");
    const id = rest.join(" ");
    try {
      const { sent } = await fireWebhook(event, kind === "issue" ? { issue: id } : { content: id });
      setSaid(
        sent === 0
          ? "Sent to none: the app is disabled, or the filter of its webhook does not fit."
          : `Sent to ${sent === 1 ? "one webhook" : `${sent} webhooks`} of the app.`,
      );
    } catch (error) {
      setSaid(sentence(error));
    }
  };
  return (
    <details class="tool">
      <summary>Fire a webhook</summary>
      <form class="actions" onSubmit={(submitted) => void fire(submitted)}>
        <label class="choice">
          <span>Event</span>
          <select value={event} onChange={(change) => setEvent(change.currentTarget.value)}>
            {page.webhooks.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <span>about</span>
          <select value={about} onChange={(change) => setAbout(change.currentTarget.value)}>
            {page.issues.map(({ key, summary }) => (
              <option key={key} value={`issue ${key}`}>
                {key} {summary}
              </option>
            ))}
            {page.contents.map(({ id, title }) => (
              <option key={id} value={`content ${id}`}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <button class="primary">Fire</button>
        <p class="quiet" role="status">
          {said}
        </p>
      </form>
    </details>
  );
}
