import { expect, it } from "vitest";
import { exportsOf } from "../../../../app/web/src/transfer/exports.ts";
import { exportJob } from "../support/job.ts";

const NOW = Date.parse("2026-11-20T16:00:00Z");
const TWO_DAYS_AGO = "2026-11-18T16:00:00.000Z";

it.each([
  ["what is waiting", { createdAt: TWO_DAYS_AGO }, true],
  ["what can be fetched", { state: "done", fileUntil: "2026-11-21T15:00:00.000Z" }, true],
  ["not what can no longer be fetched", { state: "done" }, false],
  ["what has failed today", { state: "failed" }, true],
  ["not what failed earlier", { state: "failed", createdAt: TWO_DAYS_AGO }, false],
  ["not another list's", { sheet: "inventory" }, false],
  ["no import", { kind: "import" }, false],
] as const)("exportsOf has %s", (_what, changes, isShown) => {
  const job = exportJob(changes);
  expect(exportsOf([job], "contracts", NOW)).toEqual(isShown ? [job] : []);
});
