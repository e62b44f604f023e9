import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seriousViolations } from "../app/web/support/browser.ts";
import { addressesOf } from "./steps/addresses.ts";
import { type Screen, TestBrowser } from "./support/chromium.ts";
import { bringUp, pageOf } from "./support/stack.ts";
import { goTo, settled, signIn } from "./support/visit.ts";

const PLACES = [
  "/dashboard",
  "/contracts",
  expect.stringMatching(/^\/contracts\/.{36}$/),
  "/inventory",
  expect.stringMatching(/^\/inventory\/items\/.{36}$/),
  "/inventory/movements",
  "/schedule",
  "/crews",
  expect.stringMatching(/^\/crews\/.{36}$/),
  "/money",
  "/users",
  "/settings",
  "/profile",
];
const LOOKS = ["light", "dark"] as const;
/** Parts of a date field have the focus without matching :focus. */
const IN_DIALOG = `document.activeElement.closest("[role=dialog]") !== null`;
let browser: TestBrowser;
let addresses: readonly string[];

beforeAll(async () => {
  bringUp();
  browser = await TestBrowser.launch();
  const page = await browser.visitor("desktop");
  await signIn(page, "phoenix");
  addresses = await addressesOf(page);
  await page.context().close();
});
afterAll(() => browser?.[Symbol.asyncDispose]());

/** @returns what is wrong with the page for somebody who does not see it, or needs the contrast */
async function faultsFor(page: Page): Promise<string[]> {
  await settled(page);
  const headings = await page.getByRole("heading", { level: 1 }).count();
  const title = await page.title();
  return [
    ...(headings === 1 ? [] : [`${headings} headings of level 1`]),
    ...(title.includes("Phoenix Electric and Air") ? [] : [`the title is “${title}”`]),
    ...(await seriousViolations(page)),
  ];
}

test("no place is left out", () => {
  expect(addresses).toEqual(expect.arrayContaining(PLACES));
});

describe.each<Screen>(["desktop", "phone"])("on a %s", (screen) => {
  test.each(LOOKS)("every page is free of serious faults when it is %s", async (colorScheme) => {
    const page = await browser.visitor(screen, { colorScheme });
    const faults: Record<string, string[]> = {};
    await page.goto(pageOf("phoenix"));
    const signInFaults = await faultsFor(page);
    if (signInFaults.length > 0) faults["/sign-in"] = signInFaults;
    await signIn(page, "phoenix");
    for (const address of addresses) {
      await page.goto(pageOf("phoenix", address));
      const found = await faultsFor(page);
      if (found.length > 0) faults[address] = found;
    }
    expect(faults).toEqual({});
    await page.context().close();
  });
});

describe("by keyboard", () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.visitor("desktop");
    await signIn(page, "phoenix");
  });
  afterAll(() => page?.context().close());
  /** @returns the element that has the focus */
  const focused = () => page.locator(":focus");

  test("the first stop leads past the navigation", async () => {
    await page.reload();
    await settled(page);
    await page.keyboard.press("Tab");
    expect(await focused().textContent()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.locator("#content:focus").waitFor();
  });

  test("a new page gets the focus", async () => {
    await goTo(page, "Contracts");
    await page.locator("#content:focus").waitFor();
  });

  test("a dialog keeps the focus, and gives it back", async () => {
    const opener = page.getByRole("button", { name: "New contract" });
    await opener.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "New contract" });
    await dialog.getByLabel("Title").and(focused()).waitFor();
    const stops = await dialog.locator("input, textarea, button").count();
    for (let stop = 0; stop <= stops; stop += 1) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(IN_DIALOG), `after ${stop + 1} stops`).toBe(true);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await opener.and(focused()).waitFor();
  });
});
