// The product's header: where one can go on this site, and the pages that the app adds.
import { useEffect, useRef } from "preact/hooks";
import { keepTime } from "./bridge/navigator";
import { appsPath, mayManageApps, type NavigationLink, type PageData } from "./data";

interface LinkProps {
  readonly href: string;
  readonly text: string;
}

function Item({ href, text }: LinkProps) {
  const current = new URL(href, location.origin).pathname === location.pathname;
  return (
    <a href={keepTime(href)} aria-current={current ? "page" : undefined}>
      {text}
    </a>
  );
}

const groups: readonly (readonly [NavigationLink["group"], string])[] = [
  ["general", "Pages of the app"],
  ["project", "In projects"],
  ["admin", "For administrators"],
];

function AppPages({ data }: { readonly data: PageData }) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      if (!menu.current) return;
      const outside = !menu.current.contains(event.target as Node);
      if (event instanceof KeyboardEvent ? event.key === "Escape" : outside) menu.current.open = false;
    };
    addEventListener("click", close);
    addEventListener("keydown", close);
    return () => {
      removeEventListener("click", close);
      removeEventListener("keydown", close);
    };
  }, []);
  if (data.navigation.length === 0) return null;
  return (
    <details ref={menu} class="menu">
      <summary>{data.app?.name ?? "App"}</summary>
      <div class="menu-list">
        {groups.map(([group, title]) => {
          const links = data.navigation.filter((link) => link.group === group);
          if (links.length === 0) return null;
          return (
            <div key={group} role="group" aria-label={title}>
              <p class="quiet">{title}</p>
              {links.map((link) => (
                <Item key={link.href} href={link.href} text={link.title} />
              ))}
            </div>
          );
        })}
      </div>
    </details>
  );
}

export function Navigation({ data }: { readonly data: PageData }) {
  const { page } = data;
  const project = page.kind === "issue" || page.kind === "project" ? page.project : undefined;
  return (
    <header class="product">
      <nav aria-label="Product">
        <a class="site" href={keepTime("/")}>
          {data.site.title}
        </a>
        {project && <Item href={`/projects/${encodeURIComponent(project.key)}`} text={project.name} />}
        <Item href="/dashboard" text="Dashboard" />
        <AppPages data={data} />
        {mayManageApps(data.user) && <Item href={appsPath} text="Apps" />}
        <Item href="/inspector" text="Inspector" />
      </nav>
    </header>
  );
}
