import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { complaintsOf, hasBrowser, launch, seriousViolations } from "./support/browser.ts";
import { buildFront } from "./support/build.ts";
import { startSite } from "./support/site.ts";
import { type StubApi, stubApi } from "./support/stub-api.ts";

if (!hasBrowser) console.warn("SKIPPED: the front in a browser, for there is no Chromium (CHROMIUM=…)");

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const MINUTE = 60_000;

describe.skipIf(!hasBrowser)("the built front in a browser", { timeout: MINUTE }, () => {
  let front: Awaited<ReturnType<typeof buildFront>>;
  let browser: Browser;
  let api: StubApi;
  let site: Awaited<ReturnType<typeof startSite>>;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    [front, browser] = await Promise.all([buildFront(), launch()]);
  }, 2 * MINUTE);
  afterAll(async () => {
    await browser?.close();
    await front?.remove();
  });
  beforeEach(async () => {
    api = stubApi(3);
    site = await startSite(front.folder, api);
  });
  afterEach(async () => {
    await page.context().close();
    await site.stop();
    // The policy that nginx sends forbids nothing that the front does.
    expect(complaints).toEqual([]);
  });

  async function open(path: string, size: keyof typeof SIZES = "desk"): Promise<void> {
    const colorScheme = size === "phone" ? "dark" : "light";
    const context = await browser.newContext({ viewport: SIZES[size], locale: "en-US", colorScheme });
    page = await context.newPage();
    complaints = complaintsOf(page);
    await page.goto(site.url + path);
  }
  const path = () => `/contracts/${api.contracts[0]?.id}`;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const heading = (name: string) => page.getByRole("heading", { name, level: 1 });

  describe.each(["desk", "phone"] as const)("on a %s", (size) => {
    it.each([
      ["/contracts", "Contracts"],
      ["CONTRACT", "#3 Roof 3"],
      ["/dashboard", "Overview"],
      ["/inventory", "Inventory"],
      ["/inventory/items/0199a6a0-0000-7000-8000-000000000070", "Copper cable"],
      ["/inventory/movements", "Movements"],
      ["/inventory/suppliers", "Suppliers"],
    ])("%s has no serious fault for assistive technology", async (address, title) => {
      await open(address === "CONTRACT" ? path() : address, size);
      await heading(title).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
    });
    it("neither has the sign-in", async () => {
      api.answer("POST", "/auth/logout", {});
      await open("/contracts", size);
      await heading("Sign in").waitFor();
      expect(await seriousViolations(page)).toEqual([]);
    });
    it("nor has a form, whose width fits", async () => {
      await open(path(), size);
      await button("Edit").click();
      await page.getByRole("dialog", { name: "Change contract #3" }).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    });
  });

  it("shows a change at once, and takes it back when the server refuses", async () => {
    const refusal = api.problem(409, "status-transition", { title: "Not from there" });
    api.instead.set(`POST ${path()}/status`, refusal);
    await open(path());
    await button("Mark as signed").click();
    await page.getByRole("status").filter({ hasText: "Not from there" }).first().waitFor();
    await button("Mark as signed").click();
    await button("Start work").waitFor();
    expect(api.contracts[0]?.status).toBe("signed");
  });

  it("deletes without a question, and brings back what was deleted", async () => {
    await open(path());
    await button("Delete").click();
    await heading("Contracts").waitFor();
    await page.getByRole("link", { name: "Roof 3" }).waitFor({ state: "detached" });
    await button("Undo").click();
    await page.getByRole("link", { name: "Roof 3" }).waitFor();
    expect(api.contracts[0]?.deletedAt).toBeNull();
  });

  it("asks before what cannot be undone", async () => {
    await open(path());
    await button("Cancel contract").click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();
    expect(api.contracts[0]?.status).toBe("draft");
  });

  it("shows both versions when somebody else was faster, and saves the one that was chosen", async () => {
    await open(path());
    await button("Edit").click();
    await page.getByLabel("Title").fill("Cellar");
    Object.assign(api.contracts[0] ?? {}, { version: 9, title: "Garage" });
    await button("Save").click();
    await page.getByRole("cell", { name: "Garage" }).waitFor();
    await button("Save mine").click();
    await heading("#3 Cellar").waitFor();
  });

  it("names the field that the server does not accept, and keeps what was written", async () => {
    const message = "must match format";
    const errors = [{ path: "body/clientEmail", message }];
    api.instead.set(`PUT ${path()}`, api.problem(400, "validation", { errors }));
    await open(path());
    await button("Edit").click();
    await page.getByLabel("Email").fill("ana@odd.x");
    await button("Save").click();
    await page.getByRole("alert").filter({ hasText: message }).first().waitFor();
    expect(await page.getByLabel("Email").inputValue()).toBe("ana@odd.x");
  });

  it("does not take the cursor away from who types at once", async () => {
    const writing = { delay: 40 };
    await open(path());
    await button("Edit").click();
    await page.getByLabel("Phone").fill("");
    await page.getByLabel("Phone").pressSequentially("+1 305 555 0100", writing);
    expect(await page.getByLabel("Phone").inputValue()).toBe("+1 305 555 0100");
    api.answer("POST", "/auth/logout", {});
    await page.goto(`${site.url}/contracts`);
    await page.getByLabel("Password", { exact: true }).pressSequentially("a long secret", writing);
    expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("a long secret");
  });

  it("puts the cursor into the first field", async () => {
    await open(path());
    await button("Edit").click();
    await page.locator("input:focus").waitFor();
    expect(await page.locator("input:focus").inputValue()).toBe("Roof 3");
  });

  it("says that there is no connection, and goes on when there is one again", async () => {
    await open("/contracts");
    await heading("Contracts").waitFor();
    await page.context().setOffline(true);
    await page.getByText("No connection.").waitFor();
    await page.context().setOffline(false);
    await page.getByText("No connection.").waitFor({ state: "detached" });
  });

  it("speaks the other language at once, and remembers it", async () => {
    await open("/contracts");
    await button("Español").click();
    await heading("Contratos").waitFor();
    await page.reload();
    await heading("Contratos").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("es");
  });

  it("gives the focus to a new page, and names it", async () => {
    await open("/contracts");
    await heading("Contracts").waitFor();
    await page.getByRole("link", { name: "Inventory" }).first().click();
    await heading("Inventory").waitFor();
    await page.locator("#content:focus").waitFor();
    expect(await page.title()).toBe("Inventory · Acme Eléctrica");
  });
});
