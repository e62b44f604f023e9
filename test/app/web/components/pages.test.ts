import { describe, expect, it } from "vitest";
import { hasChromium } from "../../../support/chromium.ts";
import { seriousViolations } from "../support/browser.ts";
import { type Size, useVisits } from "../support/visit.ts";

const QUESTION = "Throw away what you have written?";

describe.skipIf(!hasChromium)("closing a form", () => {
  const visit = useVisits();
  const form = () => visit.dialog("Change contract #3");
  const title = () => visit.page.getByLabel("Title");
  async function openForm(size?: Size): Promise<void> {
    await visit.open(visit.contract(), size);
    await visit.button("Edit").click();
    await form().waitFor();
  }

  it.each(["Escape", "Cancel"])("in which nothing has been written needs no question (%s)", async (way) => {
    await openForm();
    await title().fill("Cellar");
    await title().fill("Roof 3");
    if (way === "Cancel") await visit.button("Cancel").click();
    else await visit.page.keyboard.press("Escape");
    await form().waitFor({ state: "detached" });
    await visit.button("Edit").and(visit.page.locator(":focus")).waitFor();
  });

  it.each<Size>(["desk", "phone"])("asks before it throws away what was written, on a %s", async (size) => {
    await openForm(size);
    await title().fill("Cellar");
    await visit.page.keyboard.press("Escape");
    await visit.dialog(QUESTION).waitFor();
    expect(await seriousViolations(visit.page)).toEqual([]);
    await visit.button("Go on writing").click();
    await visit.dialog(QUESTION).waitFor({ state: "hidden" });
    await title().and(visit.page.locator(":focus")).waitFor();
    expect(await title().inputValue()).toBe("Cellar");
    await form().getByRole("button", { name: "Cancel" }).click();
    await visit.button("Throw away").click();
    await form().waitFor({ state: "detached" });
    expect(visit.api.contracts[0]?.title).toBe("Roof 3");
  });

  it("asks when another page is gone to", async () => {
    await visit.open("/inventory");
    // Before that, the way to another page would take the place of the first one.
    await visit.heading("Inventory").waitFor();
    await visit.page.getByRole("link", { name: "Contracts" }).first().click();
    await visit.button("New contract").click();
    await title().fill("Cellar");
    await visit.page.goBack();
    await visit.dialog(QUESTION).waitFor();
    await visit.button("Go on writing").click();
    expect(await title().inputValue()).toBe("Cellar");
    await visit.page.waitForURL("**/contracts");
    await visit.page.goBack();
    await visit.button("Throw away").click();
    await visit.heading("Inventory").waitFor();
    await visit.dialog("New contract").waitFor({ state: "detached" });
  });

  it("has the browser ask when the site is left", async () => {
    await openForm();
    await title().fill("Cellar");
    const asked = visit.page.waitForEvent("dialog");
    const leaving = visit.page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.accept();
    await leaving;
  });

  it("leaves the key to a list of a field that is open", async () => {
    await visit.open("/money");
    // An empty list offers it a second time.
    await visit.button("New entry").first().click();
    await visit.dialog("New entry").getByRole("combobox", { name: "Kind" }).press("ArrowDown");
    await visit.page.getByRole("option", { name: "Expenses" }).waitFor();
    await visit.page.keyboard.press("Escape");
    await visit.page.getByRole("option", { name: "Expenses" }).waitFor({ state: "hidden" });
    expect(await visit.dialog("New entry").isVisible()).toBe(true);
  });

  it("asks on a page that is a form as a whole", async () => {
    await visit.open("/settings");
    await visit.heading("Settings").waitFor();
    await visit.page.getByLabel("Currency").fill("MXN");
    await visit.page.getByRole("link", { name: "Contracts" }).first().click();
    await visit.dialog(QUESTION).waitFor();
    await visit.button("Throw away").click();
    await visit.heading("Contracts").waitFor();
  });
});

describe.skipIf(!hasChromium)("what has been deleted", () => {
  const visit = useVisits();
  const row = () => visit.page.getByText("Roof 3");

  it.each<Size>(["desk", "phone"])("is listed, and comes back, on a %s", async (size) => {
    const [contract] = visit.api.contracts;
    Object.assign(contract ?? {}, { deletedAt: "2026-11-20T15:00:00.000Z" });
    await visit.open("/contracts", size);
    await visit.page.getByText("Roof 2").waitFor();
    expect(await row().count()).toBe(0);
    await visit.page.getByLabel("Deleted").click();
    await row().waitFor();
    expect(await visit.page.getByText("Roof 2").count()).toBe(0);
    expect(await visit.page.getByRole("link", { name: "Roof 3" }).count()).toBe(0);
    await visit.page.getByText("Deleted on").waitFor();
    expect(await seriousViolations(visit.page)).toEqual([]);
    await visit.button("Bring back “Roof 3”").click();
    await visit.told("It is back.").waitFor();
    await visit.page.getByText("Nothing has been deleted.").waitFor();
    await visit.page.getByLabel("Deleted").click();
    await visit.page.getByRole("link", { name: "Roof 3" }).waitFor();
    expect(contract?.deletedAt).toBeNull();
  });

  it("stays where it is when the server refuses, and says why", async () => {
    Object.assign(visit.api.contracts[0] ?? {}, { deletedAt: "2026-11-20T15:00:00.000Z" });
    const body = { type: "urn:chalan:problem:taken", title: "Its name is taken", status: 409 };
    visit.api.instead.set(`POST ${visit.contract()}/restore`, { status: 409, body });
    await visit.open("/contracts?deleted=true");
    await visit.button("Bring back “Roof 3”").click();
    await visit.told("Its name is taken").waitFor();
    await row().waitFor();
  });

  it("is nothing for those who may not bring it back", async () => {
    visit.api.person.role = "office";
    await visit.open("/contracts");
    await visit.page.getByRole("link", { name: "Roof 3" }).waitFor();
    expect(await visit.page.getByLabel("Deleted").count()).toBe(0);
  });
});
