import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createContract, openContract, signContract } from "./steps/contracts.ts";
import { TestBrowser } from "./support/chromium.ts";
import { bringUp } from "./support/stack.ts";
import { signIn } from "./support/visit.ts";

let browser: TestBrowser;
let page: Page;
let title: string;

beforeAll(async () => {
  bringUp();
  browser = await TestBrowser.launch();
});
afterAll(() => browser?.[Symbol.asyncDispose]());
beforeEach(async () => {
  title = `Attic fans ${randomBytes(3).toString("hex")}`;
  page = await browser.visitor("desktop");
  await signIn(page, "phoenix");
  await createContract(page, title, "900");
  await openContract(page, title);
});
afterEach(() => page.context().close());

test("without a connection the page says so, takes a change back, and goes on afterwards", async () => {
  const notice = page.getByText("No connection.");
  await page.context().setOffline(true);
  await notice.waitFor();
  await page.getByRole("button", { name: "Mark as signed" }).click();
  await page.getByRole("status").filter({ hasText: "The server cannot be reached." }).first().waitFor();
  await page.getByRole("button", { name: "Mark as signed" }).waitFor();
  expect(await page.getByText("Draft", { exact: true }).count()).toBe(1);

  await page.context().setOffline(false);
  await notice.waitFor({ state: "detached" });
  await signContract(page, title);
});

test("what was deleted comes back after a while, too", async () => {
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("heading", { level: 1, name: "Contracts" }).waitFor();
  await page.getByRole("link", { name: title }).waitFor({ state: "detached" });
  await page.reload();
  await page.getByLabel("Deleted").click();
  await page.getByRole("button", { name: `Bring back “${title}”` }).click();
  await page.getByText(title).waitFor({ state: "detached" });
  await page.getByLabel("Deleted").click();
  await page.getByRole("link", { name: title }).waitFor();
});

test("what was deleted by mistake comes back at once", async () => {
  const link = page.getByRole("link", { name: title });
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("heading", { level: 1, name: "Contracts" }).waitFor();
  await link.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await link.waitFor();
  await page.reload();
  await link.waitFor();
});
