import type { Locator, Page } from "playwright-core";
import { choose, goTo, save } from "../support/visit.ts";

/** After everything that the seeds plan; a crew is in one place at a time. */
const EVENING = { from: "18:00", to: "20:00" } as const;

async function fillJob(page: Page, title: string, contract: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "New job" });
  await dialog.getByLabel("Job", { exact: true }).fill(title);
  await dialog.getByRole("combobox", { name: "Contract" }).fill(contract);
  await page.getByRole("option", { name: contract }).click();
  const [from, to] = [
    dialog.getByLabel("at", { exact: true }).first(),
    dialog.getByLabel("at", { exact: true }).last(),
  ];
  await from.fill(EVENING.from);
  await to.fill(EVENING.to);
}

/** The crews of the seeds that the jobs are for; not the same one, which would have two jobs at once. */
const [BOARD_CREW, AGENDA_CREW] = ["Blue crew", "Red crew"];

/** The board's cell of its crew on a day of the week, Monday being 0. */
function cellOf(page: Page, day: number): Locator {
  const crew = page.getByRole("rowheader", { name: BOARD_CREW });
  return page.getByRole("row").filter({ has: crew }).getByRole("cell").nth(day);
}

/** A job as it stands on the board, on a day of the week. */
export const jobOn = (page: Page, title: string, day: number): Locator =>
  cellOf(page, day).getByRole("button", { name: title });

/** Plans a job on a day of this week, on the board. */
export async function planOnBoard(page: Page, title: string, contract: string, day: number): Promise<void> {
  await goTo(page, "Schedule");
  await cellOf(page, day)
    .getByRole("button", { name: /^New job on/ })
    .click();
  await fillJob(page, title, contract);
  await save(page);
  await jobOn(page, title, day).waitFor();
}

/** Drags a job to another day of the same crew. @returns when the server has agreed */
export async function drag(page: Page, title: string, from: number, to: number): Promise<void> {
  await jobOn(page, title, from).dragTo(cellOf(page, to));
  await page
    .getByRole("status")
    .filter({ hasText: `“${title}” is now on` })
    .first()
    .waitFor();
}

/** Plans a job on today for another crew, where the week is a list. */
export async function planOnAgenda(page: Page, title: string, contract: string): Promise<void> {
  await goTo(page, "Schedule");
  await page.getByRole("button", { name: "New job" }).click();
  await fillJob(page, title, contract);
  await choose(page, "Crew", AGENDA_CREW);
  await save(page);
  await page.getByRole("button", { name: title }).waitFor();
}
