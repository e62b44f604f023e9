import type { Page } from "playwright-core";
import { pageOf } from "../support/stack.ts";
import { settled } from "../support/visit.ts";

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** @returns the addresses behind the links there, without what the search narrows them down by */
async function linksIn(page: Page, selector: string): Promise<string[]> {
  const links = await page.locator(`${selector} a[href^="/"]`).all();
  const addresses = await Promise.all(links.map((link) => link.getAttribute("href")));
  return addresses
    .flatMap((address) => address?.split("?")[0] ?? [])
    .filter((one) => !one.startsWith("/api/"));
}

/** @returns the address of every page of the navigation, of what they lead to, and of one row each */
export async function addressesOf(page: Page): Promise<string[]> {
  const places = await linksIn(page, "nav, .v-navigation-drawer");
  const found = new Map(places.map((address) => [address, address]));
  for (const place of places) {
    await page.goto(pageOf("phoenix", place));
    await settled(page);
    // All contracts are the same page: one of them stands for all.
    for (const link of await linksIn(page, "#content")) {
      const kind = link.replace(ID, ":id");
      if (!found.has(kind)) found.set(kind, link);
    }
  }
  return [...found.values()];
}
