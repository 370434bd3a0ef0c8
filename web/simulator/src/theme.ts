// Light or dark, in the attributes by which the bridge tells frames of it: as the system says until the reader says
// otherwise, which is remembered.
export type Theme = "light" | "dark";

const key = "postern-simulator-theme";

const isTheme = (value: unknown): value is Theme => value === "light" || value === "dark";

function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(key);
    return isTheme(theme) ? theme : undefined;
  } catch {
    return undefined; // a private window may have no storage
  }
}

export function currentTheme(): Theme {
  const theme = document.documentElement.getAttribute("data-color-mode");
  return isTheme(theme) ? theme : "light";
}

function show(theme: Theme): void {
  document.documentElement.setAttribute("data-theme", "dark:dark light:light");
  document.documentElement.setAttribute("data-color-mode", theme);
}

export function recallTheme(): void {
  const system: Theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  show(remembered() ?? system);
}

export function switchTheme(): Theme {
  const theme: Theme = currentTheme() === "dark" ? "light" : "dark";
  show(theme);
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The choice lasts as long as the page.
  }
  return theme;
}
