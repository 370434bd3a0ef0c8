// A webhook of the app, fired by hand.
import { useState } from "preact/hooks";
import { fireWebhook, sentence } from "../calls";
import type { EventSubject, InspectorPage, WebhookChoice } from "../data";

interface Thing {
  readonly subject: EventSubject;
  readonly id: string;
  readonly title: string;
}

const thingsOf = ({ issues, contents }: InspectorPage): readonly Thing[] => [
  ...issues.map(({ key, summary }) => ({ subject: "issue" as const, id: key, title: `${key} ${summary}` })),
  ...contents.map(({ id, title }) => ({ subject: "page" as const, id, title })),
];

const valueOf = (thing: Thing): string => `${thing.subject} ${thing.id}`;

const fittingIn = (things: readonly Thing[], webhook: WebhookChoice): readonly Thing[] =>
  things.filter(({ subject }) => webhook.about.includes(subject));

export function Fire({ page }: { readonly page: InspectorPage }) {
  const [event, setEvent] = useState("");
  const [about, setAbout] = useState("");
  const [said, setSaid] = useState("");
  const webhook = page.webhooks.find((each) => each.event === event) ?? page.webhooks[0];
  if (!webhook) return null;
  const things = fittingIn(thingsOf(page), webhook);
  const thing = things.find((each) => valueOf(each) === about) ?? things[0];
  const fire = async (submitted: Event): Promise<void> => {
    submitted.preventDefault();
    if (!thing) return;
    try {
      const { sent } = await fireWebhook(
        webhook.event,
        thing.subject === "issue" ? { issue: thing.id } : { content: thing.id },
      );
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
          <select value={webhook.event} onChange={(change) => (setEvent(change.currentTarget.value), setSaid(""))}>
            {page.webhooks.map((each) => (
              <option key={each.event} value={each.event}>
                {each.event}
              </option>
            ))}
          </select>
        </label>
        {thing ? (
          <label class="choice">
            <span>about</span>
            <select value={valueOf(thing)} onChange={(change) => setAbout(change.currentTarget.value)}>
              {things.map((each) => (
                <option key={valueOf(each)} value={valueOf(each)}>
                  {each.title}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <p class="quiet">is about something that the simulator does not have.</p>
        )}
        <button class="primary" disabled={!thing}>
          Fire
        </button>
        <p class="quiet" role="status">
          {said}
        </p>
      </form>
    </details>
  );
}
