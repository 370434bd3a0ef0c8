import { keepTime } from "../bridge/navigator";
import { appsPath, mayManageApps, type HomePage, type PageData } from "../data";
import { IssueTable } from "./project";

interface Props {
  readonly page: HomePage;
  readonly data: PageData;
}

export function HomeView({ page, data }: Props) {
  return (
    <>
      <h1>{data.site.title}</h1>
      <div class="cards">
        <section class="card">
          <h2>Projects</h2>
          <ul>
            {page.projects.map((project) => (
              <li key={project.id}>
                <a href={keepTime(`/projects/${encodeURIComponent(project.key)}`)}>{project.name}</a>{" "}
                <span class="quiet">{project.key}</span>
              </li>
            ))}
          </ul>
        </section>
        <section class="card">
          <h2>Spaces</h2>
          <ul>
            {page.spaces.map((space) => (
              <li key={space.id}>
                {space.name} <span class="quiet">{space.key}</span>
                <ul>
                  {(page.contents ?? [])
                    .filter((content) => content.space === space.key)
                    .map((content) => (
                      <li key={content.id}>
                        <a href={keepTime(`/wiki/spaces/${encodeURIComponent(space.key)}/pages/${content.id}`)}>
                          {content.title}
                        </a>
                      </li>
                    ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
        {data.app && (
          <section class="card">
            <h2>App</h2>
            <p>
              {data.app.name} <span class="quiet">{data.app.key}</span>
            </p>
            <ul>
              {data.navigation.map((link) => (
                <li key={link.href}>
                  <a href={keepTime(link.href)}>{link.title}</a> <span class="quiet">{link.group}</span>
                </li>
              ))}
            </ul>
            {mayManageApps(data.user) && (
              <p>
                <a href={keepTime(appsPath)}>Manage apps</a>
              </p>
            )}
          </section>
        )}
      </div>
      <h2>Issues</h2>
      <IssueTable issues={page.issues} />
    </>
  );
}
