// The issue view: to the left what the issue says, with the app's contents and tabs; to the right details, glances and
// panels.
import { useState } from "preact/hooks";
import { edit, sentence, type Edit } from "../calls";
import { keepTime } from "../bridge/navigator";
import type { Issue, IssuePage } from "../data";
import { showFlag } from "../flags";
import { Items } from "../items";
import { Disclosure } from "../lazy";
import { Activity } from "./activity";
import { EditForm } from "./edit_form";
import { useEditing } from "./editing";

// Sends a change, and tells whether the site took it.
type Save = (changes: Edit) => Promise<boolean>;

function useIssue(begins: Issue): readonly [Issue, Save] {
  const [issue, setIssue] = useState(begins);
  const save: Save = async (changes) => {
    try {
      setIssue((await edit(issue.key, changes)).issue);
      return true;
    } catch (error) {
      showFlag({ type: "error", title: "Not saved", body: sentence(error), close: "manual" });
      return false;
    }
  };
  return [issue, save];
}

function Details({ issue, project }: { readonly issue: Issue; readonly project: IssuePage["project"] }) {
  return (
    <section class="panel details">
      <h2>Details</h2>
      <dl>
        <div>
          <dt>Status</dt>
          <dd>
            <span class="lozenge">{issue.status}</span>
          </dd>
        </div>
        <div>
          <dt>Assignee</dt>
          <dd>{issue.assignee?.displayName ?? "Unassigned"}</dd>
        </div>
        <div>
          <dt>Project</dt>
          <dd>{project.name}</dd>
        </div>
      </dl>
    </section>
  );
}

export function IssueView({ page }: { readonly page: IssuePage }) {
  const [issue, save] = useIssue(page.issue);
  const { editing, button: editButton, close: closeForm } = useEditing();
  const at = (...places: readonly string[]) => page.frames.filter((frame) => places.includes(frame.place));
  return (
    <>
      <p class="crumbs">
        <a href={keepTime(`/projects/${encodeURIComponent(page.project.key)}`)}>{page.project.name}</a>
        <span aria-hidden="true"> / </span>
        {issue.key}
      </p>
      <div class="columns">
        <div class="column-left">
          <h1>{issue.summary}</h1>
          <div class="actions">
            {editButton}
            <Items items={page.items} />
          </div>
          {editing && <EditForm issue={issue} onSave={save} onDone={closeForm} />}
          <section>
            <h2>Description</h2>
            {issue.description ? <p class="paragraph">{issue.description}</p> : <p class="quiet">None</p>}
          </section>
          <div>
            {at("content", "left").map((frame) => (
              <Disclosure key={frame.module} frame={frame} />
            ))}
          </div>
          <Activity issue={issue} tabs={at("tab")} onSave={save} />
        </div>
        <aside class="column-right" aria-label="Details and panels">
          <Details issue={issue} project={page.project} />
          {at("glance", "right").map((frame) => (
            <Disclosure key={frame.module} frame={frame} class={frame.place} />
          ))}
        </aside>
      </div>
    </>
  );
}
