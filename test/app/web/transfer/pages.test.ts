import { describe, expect, it } from "vitest";
import { hasChromium } from "../../../support/chromium.ts";
import { seriousViolations } from "../support/browser.ts";
import { type Size, useVisits } from "../support/visit.ts";

const CSV = {
  name: "contracts.csv",
  mimeType: "text/csv",
  buffer: Buffer.from("title,clientName\r\nRoof,Ana\r\n"),
};

describe.skipIf(!hasChromium)("a list as a file", () => {
  const visit = useVisits();
  async function openDialog(name: "Export" | "Import", size?: Size): Promise<void> {
    await visit.open("/contracts", size);
    await visit.button(name).click();
    await visit.dialog(name).waitFor();
  }

  it.each<Size>(["desk", "phone"])(
    "is shown being prepared on a %s, and comes when it is ready",
    async (size) => {
      await openDialog("Export", size);
      await visit.told("There is no file yet.").waitFor();
      visit.api.jobs.state.isWorking = false;
      await visit.button("Excel (XLSX)").click();
      await visit.told("1 file is being prepared.").waitFor();
      await visit.page.getByRole("progressbar", { name: "Being prepared…" }).waitFor();
      expect(await seriousViolations(visit.page)).toEqual([]);
      const coming = visit.page.waitForEvent("download");
      visit.api.jobs.state.isWorking = true;
      const address = `/api/jobs/${visit.api.jobs.all[0]?.id}/file`;
      expect(new URL((await coming).url()).pathname).toBe(address);
      await visit.told("The file is ready: Excel (XLSX).").waitFor();
      const link = visit.page.getByRole("link", { name: /^Excel \(XLSX\), / });
      expect(await link.getAttribute("href")).toBe(address);
      expect(await seriousViolations(visit.page)).toEqual([]);
      // The notice does not keep the key to itself.
      await visit.page.keyboard.press("Escape");
      await visit.dialog("Export").waitFor({ state: "detached" });
    },
  );

  it("comes even when the dialog has been closed, which gives the focus back", async () => {
    await openDialog("Export");
    visit.api.jobs.state.isWorking = false;
    await visit.button("CSV").click();
    await visit.told("1 file is being prepared.").waitFor();
    await visit.page.keyboard.press("Escape");
    await visit.dialog("Export").waitFor({ state: "detached" });
    await visit.button("Export").and(visit.page.locator(":focus")).waitFor();
    const coming = visit.page.waitForEvent("download");
    visit.api.jobs.state.isWorking = true;
    await coming;
  });

  it("is told when the worker has given up", async () => {
    await openDialog("Export");
    visit.api.jobs.state.isWorking = false;
    await visit.button("CSV").click();
    await visit.told("1 file is being prepared.").waitFor();
    Object.assign(visit.api.jobs.all[0] ?? {}, { state: "failed" });
    await visit.told("It could not be finished.").waitFor();
    await visit.page.getByText("It could not be made.").waitFor();
  });

  it("is read in when the worker has checked it, and its progress told", async () => {
    await openDialog("Import");
    visit.api.jobs.state.isWorking = false;
    await visit.page.locator("input[type=file]").setInputFiles(CSV);
    await visit.told("The file is being checked…").waitFor();
    expect(await seriousViolations(visit.page)).toEqual([]);
    visit.api.jobs.state.isWorking = true;
    await visit.told("3 rows, all of them right.").waitFor();
    await visit.dialog("Import").getByRole("button", { name: "Import" }).click();
    await visit.told("3 rows were imported.").waitFor();
    await visit.dialog("Import").waitFor({ state: "detached" });
    expect(visit.api.jobs.all.map(({ report }) => report?.dryRun)).toEqual([false, true]);
  });

  it("is not read in with a bad row, which is named", async () => {
    visit.api.jobs.state.errors = [{ line: 2, column: "title", message: "must not be empty" }];
    await openDialog("Import");
    await visit.page.locator("input[type=file]").setInputFiles(CSV);
    await visit.told("3 rows, 1 of them wrong").waitFor();
    await visit.page.getByRole("cell", { name: "must not be empty" }).waitFor();
    expect(await visit.dialog("Import").getByRole("button", { name: "Import" }).isDisabled()).toBe(true);
    expect(await seriousViolations(visit.page)).toEqual([]);
  });
});
