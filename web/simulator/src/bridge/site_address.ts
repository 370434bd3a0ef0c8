// Whether an address, as an app or the server wrote it, leads to this site.

// "blob:" addresses have this origin as well, but are no pages of the product.
export function inSite(address: string): URL | undefined {
  if (!URL.canParse(address, location.origin)) return undefined;
  const wanted = new URL(address, location.origin);
  return wanted.origin === location.origin && wanted.protocol === location.protocol ? wanted : undefined;
}
