import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { complaintsOf, hasBrowser, launch } from "./browser.ts";
import { buildFront } from "./build.ts";
import { startSite } from "./site.ts";
import { type StubApi, stubApi } from "./stub-api.ts";

if (!hasBrowser) console.warn("SKIPPED: the front in a browser, for there is no Chromium (CHROMIUM=…)");

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;
export const IN_BROWSER = { timeout: 60_000 };
/** For a machine that is busy with other tests. */
const PATIENCE_MILLISECONDS = 30_000;
const SETTING_UP_MILLISECONDS = 120_000;

/** Visits of the built front, each with an API of its own behind it; for within a `describe`. */
export function useVisits() {
  let front: Awaited<ReturnType<typeof buildFront>>;
  let browser: Browser;
  let site: Awaited<ReturnType<typeof startSite>>;
  let complaints: string[] = [];
  const visit = {
    // Both are there within a test only.
    api: undefined as unknown as StubApi,
    page: undefined as unknown as Page,
    async open(path: string, size: Size = "desk"): Promise<void> {
      const colorScheme = size === "phone" ? "dark" : "light";
      const context = await browser.newContext({ viewport: SIZES[size], locale: "en-US", colorScheme });
      context.setDefaultTimeout(PATIENCE_MILLISECONDS);
      // Chromium gives up its requests when a network of the host changes (ERR_NETWORK_CHANGED), as by a container of somebody
      // else. Node makes them for it; what is downloaded is none of the page's.
      await context.route(
        ({ pathname }) => !pathname.endsWith("/file"),
        async (route) => route.fulfill({ response: await route.fetch() }),
      );
      visit.page = await context.newPage();
      complaints = complaintsOf(visit.page);
      await visit.page.goto(site.url + path);
    },
    button: (name: string) => visit.page.getByRole("button", { name, exact: true }),
    heading: (name: string) => visit.page.getByRole("heading", { name, level: 1 }),
    /** A window over the page. */
    dialog: (name: string) => visit.page.getByRole("dialog", { name, exact: true }),
    /** What is told, to a screen reader as well. */
    told: (text: string) => visit.page.getByRole("status").filter({ hasText: text }).first(),
    /** The address of the newest contract. */
    contract: () => `/contracts/${visit.api.contracts[0]?.id}`,
  };

  beforeAll(async () => {
    [front, browser] = await Promise.all([buildFront(), launch()]);
  }, SETTING_UP_MILLISECONDS);
  afterAll(async () => {
    await browser?.close();
    await front?.remove();
  });
  beforeEach(async () => {
    visit.api = stubApi(3);
    site = await startSite(front.folder, visit.api);
  });
  afterEach(async () => {
    // What is still asked for, nobody waits for any more.
    await visit.page.context().unrouteAll({ behavior: "ignoreErrors" });
    await visit.page.context().close();
    await site.stop();
    // The policy that nginx sends forbids nothing that the front does.
    expect(complaints).toEqual([]);
  });
  return visit;
}
