import type { Booking } from "../../../../shared/schedule.ts";

export const en = {
  create: "New job",
  change: "Change job",
  emptyText: "Plan the first job and it will show up here.",
  title: "Job",
  contract: "Contract",
  crew: "Crew",
  noCrew: "Without a crew",
  assignee: "Person",
  startsDay: "Starts on",
  startsTime: "at",
  endsDay: "Ends on",
  endsTime: "at",
  status: "Status",
  notes: "Notes",
  order: "It has to end after it begins.",
  before: "Week before",
  thisWeek: "This week",
  after: "Week after",
  week: (from: string, to: string) => `${from} – ${to}`,
  free: "Nothing planned",
  board: "Jobs by crew and day",
  help: "Drag a job to another day or crew. On the keyboard: Alt and an arrow key.",
  addOn: (day: string, lane: string) => `New job on ${day}, ${lane}`,
  saved: (title: string) => `“${title}” was saved.`,
  removed: (title: string) => `“${title}” was deleted.`,
  moved: (title: string, when: string) => `“${title}” is now on ${when}.`,
  statuses: {
    planned: "Planned",
    started: "Started",
    done: "Done",
    cancelled: "Cancelled",
  } satisfies Record<Booking["status"], string>,
};

/** Every language has exactly these. */
export type ScheduleTexts = typeof en;
