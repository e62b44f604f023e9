import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContract, exportContracts, openContract, signContract } from "./steps/contracts.ts";
import { signedCount } from "./steps/overview.ts";
import { drag, jobOn, planOnAgenda, planOnBoard } from "./steps/schedule.ts";
import { openFirstItem, receive, stockLevel } from "./steps/stock.ts";
import { type Screen, TestBrowser } from "./support/chromium.ts";
import { bringUp } from "./support/stack.ts";
import { faultsOf, goTo, settled, signIn } from "./support/visit.ts";

const [MONDAY, WEDNESDAY] = [0, 2];
const QUANTITY = 7;
let browser: TestBrowser;

beforeAll(async () => {
  bringUp();
  browser = await TestBrowser.launch();
});
afterAll(() => browser?.[Symbol.asyncDispose]());

async function plan(page: Awaited<ReturnType<TestBrowser["visitor"]>>, screen: Screen, contract: string) {
  const job = `Wiring of ${contract}`;
  if (screen === "phone") {
    await planOnAgenda(page, job, contract);
    await page.reload();
    return page.getByRole("button", { name: job }).waitFor();
  }
  await planOnBoard(page, job, contract, MONDAY);
  await drag(page, job, MONDAY, WEDNESDAY);
  await page.reload();
  await jobOn(page, job, WEDNESDAY).waitFor();
  expect(await jobOn(page, job, MONDAY).count()).toBe(0);
}

describe.each<Screen>(["desktop", "phone"])("a day at work on a %s", (screen) => {
  const title = `Patio lights ${randomBytes(3).toString("hex")}`;

  test("from the sign-in to the export, in both languages", async () => {
    const page = await browser.visitor(screen);
    const faults = faultsOf(page);
    await signIn(page, "phoenix");
    const signedBefore = await signedCount(page);

    await createContract(page, title, "12500");
    await openContract(page, title);
    await signContract(page, title);

    const item = await openFirstItem(page);
    const level = await stockLevel(page);
    await receive(page, item, QUANTITY);
    await expect.poll(() => stockLevel(page)).toBe(level + QUANTITY);

    await plan(page, screen, title);

    expect(await signedCount(page)).toBe(signedBefore + 1);
    expect(await exportContracts(page)).toContain(title);

    await page.getByRole("button", { name: "Español" }).click();
    await page.getByRole("heading", { level: 1, name: "Contratos" }).waitFor();
    await page.getByRole("button", { name: "Nuevo contrato" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("es");

    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("that no other tenant sees", async () => {
    const page = await browser.visitor(screen);
    await signIn(page, "client2");
    await goTo(page, "Contracts");
    await page.getByRole("searchbox", { name: "Search" }).fill(title);
    await page.getByText("Nothing matches the search.").waitFor();
    await settled(page);
    expect(await page.getByText(title).count()).toBe(0);
    await page.context().close();
  });
});
