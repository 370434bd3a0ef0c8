import { keepTime } from "../bridge/navigator";
import type { IssueRow, ProjectPage } from "../data";
import { Items } from "../items";

export function IssueTable({ issues }: { readonly issues: readonly IssueRow[] }) {
  if (issues.length === 0) return <p class="quiet">There are no issues.</p>;
  return (
    <table class="issues">
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Summary</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        {issues.map((issue) => (
          <tr key={issue.id}>
            <td class="whole">
              <a href={keepTime(`/browse/${encodeURIComponent(issue.key)}`)}>{issue.key}</a>
            </td>
            <td>{issue.summary}</td>
            <td>
              <span class="lozenge">{issue.status}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ProjectView({ page }: { readonly page: ProjectPage }) {
  return (
    <>
      <div class="title-row">
        <h1>{page.project.name}</h1>
        <div class="actions">
          <Items items={page.items} />
        </div>
      </div>
      <IssueTable issues={page.issues} />
    </>
  );
}
