import { describe, expect, it } from "vitest";
import { hasChromium } from "../../support/chromium.ts";
import { problem } from "./support/stub-answer.ts";
import { useVisits } from "./support/visit.ts";

describe.skipIf(!hasChromium)("a change in the built front", () => {
  const visit = useVisits();

  it("shows a change at once, and takes it back when the server refuses", async () => {
    const refusal = problem(409, "status-transition", { title: "Not from there" });
    visit.api.instead.set(`POST ${visit.contract()}/status`, refusal);
    await visit.open(visit.contract());
    await visit.button("Mark as signed").click();
    await visit.page.getByRole("status").filter({ hasText: "Not from there" }).first().waitFor();
    await visit.button("Mark as signed").click();
    await visit.button("Start work").waitFor();
    // The page shows it before the server has heard of it.
    await expect.poll(() => visit.api.contracts[0]?.status).toBe("signed");
  });

  it("deletes without a question, and brings back what was deleted", async () => {
    await visit.open(visit.contract());
    await visit.button("Delete").click();
    await visit.heading("Contracts").waitFor();
    await visit.page.getByRole("link", { name: "Roof 3" }).waitFor({ state: "detached" });
    await visit.button("Undo").click();
    await visit.page.getByRole("link", { name: "Roof 3" }).waitFor();
    await expect.poll(() => visit.api.contracts[0]?.deletedAt).toBeNull();
  });

  it("asks before what cannot be undone", async () => {
    await visit.open(visit.contract());
    await visit.button("Cancel contract").click();
    await visit.page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();
    expect(visit.api.contracts[0]?.status).toBe("draft");
  });

  it("shows both versions when somebody else was faster, and saves the one that was chosen", async () => {
    await visit.open(visit.contract());
    await visit.button("Edit").click();
    await visit.page.getByLabel("Title").fill("Cellar");
    Object.assign(visit.api.contracts[0] ?? {}, { version: 9, title: "Garage" });
    await visit.button("Save").click();
    await visit.page.getByRole("cell", { name: "Garage" }).waitFor();
    await visit.button("Save mine").click();
    await visit.heading("#3 Cellar").waitFor();
  });

  it("names the field that the server does not accept, and keeps what was written", async () => {
    const message = "must match format";
    const errors = [{ path: "body/clientEmail", message }];
    visit.api.instead.set(`PUT ${visit.contract()}`, problem(400, "validation", { errors }));
    await visit.open(visit.contract());
    await visit.button("Edit").click();
    await visit.page.getByLabel("Email").fill("ana@odd.x");
    await visit.button("Save").click();
    await visit.page.getByRole("alert").filter({ hasText: message }).first().waitFor();
    expect(await visit.page.getByLabel("Email").inputValue()).toBe("ana@odd.x");
  });

  it("does not take the cursor away from who types at once", async () => {
    const writing = { delay: 40 };
    await visit.open(visit.contract());
    await visit.button("Edit").click();
    const phone = visit.page.getByLabel("Phone");
    await phone.fill("");
    await phone.pressSequentially("+1 305 555 0100", writing);
    expect(await phone.inputValue()).toBe("+1 305 555 0100");
    visit.api.signOut();
    await visit.page.reload();
    const password = visit.page.getByLabel("Password", { exact: true });
    await password.pressSequentially("a long secret", writing);
    expect(await password.inputValue()).toBe("a long secret");
  });

  it("puts the cursor into the first field", async () => {
    await visit.open(visit.contract());
    await visit.button("Edit").click();
    await visit.page.getByLabel("Title").and(visit.page.locator(":focus")).waitFor();
  });
});
