import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { hasChromium, launchChromium } from "../../../support/chromium.ts";
import { temporaryName } from "../../support/containers.ts";
import { complaintsOf } from "./browser.ts";
import { builtFront } from "./build.ts";
import { startSite } from "./site.ts";
import { type StubApi, stubApi } from "./stub-api.ts";

if (!hasChromium) console.warn("SKIPPED: the front in a browser, for there is no Chromium (CHROMIUM=…)");

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;
/** For a machine that is busy with other tests. */
const PATIENCE_MILLISECONDS = 120_000;
/** Of the site, in the browser's own network. */
const PORT = 8000;

/** Visits of the built front, each with an API of its own behind it; for within a `describe`. */
export function useVisits() {
  let front: string;
  let browser: Browser;
  let site: Awaited<ReturnType<typeof startSite>>;
  let complaints: string[] = [];
  const socket = join(tmpdir(), `${temporaryName("site")}.sock`);
  const visit = {
    // Both are there within a test only.
    api: undefined as unknown as StubApi,
    page: undefined as unknown as Page,
    async open(path: string, size: Size = "desk"): Promise<void> {
      const colorScheme = size === "phone" ? "dark" : "light";
      const context = await browser.newContext({ viewport: SIZES[size], locale: "en-US", colorScheme });
      context.setDefaultTimeout(PATIENCE_MILLISECONDS);
      visit.page = await context.newPage();
      complaints = complaintsOf(visit.page);
      await visit.page.goto(`http://127.0.0.1:${PORT}${path}`);
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
    front = await builtFront();
    browser = await launchChromium({ [PORT]: socket }, { timeout: PATIENCE_MILLISECONDS });
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    visit.api = stubApi(3);
    site = await startSite(front, visit.api, socket);
  });
  afterEach(async () => {
    await visit.page.context().close();
    await site.stop();
    // The policy that nginx sends forbids nothing that the front does.
    expect(complaints).toEqual([]);
  });
  return visit;
}
