import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contract } from "../../../app/shared/contracts.ts";
import type { Crew, Member } from "../../../app/shared/crews.ts";
import type { Page } from "../../../app/shared/paging.ts";
import type { Booking } from "../../../app/shared/schedule.ts";
import { type Business, openBusiness } from "../support/business.ts";
import type { Client } from "../support/client.ts";

let business: Business;
let red: Crew;
let blue: Crew;
beforeAll(async () => {
  business = await openBusiness({ modules: ["crews"] });
  red = await business.ask(201, "POST", "/crews", { name: "Red", color: "#ff0000" });
  blue = await business.ask(201, "POST", "/crews", { name: "Blue" });
});
afterAll(() => business.close());

const at = (day: number, hour: number) =>
  `2027-03-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00-07:00`;
const book = (status: number, day: number, from: number, to: number, more: object = {}) =>
  business.ask<Booking>(status, "POST", "/schedule", {
    title: "Install panel",
    startsAt: at(day, from),
    endsAt: at(day, to),
    ...more,
  });
const titles = async (query: string, as?: Client) =>
  (await business.ask<Page<Booking>>(200, "GET", `/schedule?${query}`, undefined, as)).items.map(
    ({ title }) => title,
  );
const between = (from: string, to: string) => `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;

describe("a crew", () => {
  it("is never in two places: neighbours fit, an overlap is refused and says with what", async () => {
    const first = await book(201, 1, 8, 12, { crewId: red.id, title: "Morning" });
    await book(201, 1, 12, 16, { crewId: red.id });
    await book(201, 1, 8, 12, { crewId: blue.id });
    expect(await book(409, 1, 11, 13, { crewId: red.id })).toMatchObject({
      type: "urn:chalan:problem:overlap",
      conflicts: [{ id: first.id, title: "Morning", startsAt: "2027-03-01T15:00:00.000Z" }, {}],
    });
  });
  it("has one winner when two people book it at once", async () => {
    const payload = { title: "Race", startsAt: at(2, 8), endsAt: at(2, 12), crewId: red.id };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        business.owner.inject({ method: "POST", url: "/api/schedule", payload }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });
  it("is free again when a booking is cancelled, deleted or moved; not to be restored into another's time", async () => {
    const input = { title: "x", startsAt: at(3, 8), endsAt: at(3, 12), crewId: red.id };
    const one = await book(201, 3, 8, 12, { crewId: red.id });
    await business.ask(200, "PUT", `/schedule/${one.id}`, { ...input, status: "cancelled", version: 1 });
    const two = await book(201, 3, 8, 12, { crewId: red.id });
    await business.ask(409, "PUT", `/schedule/${one.id}`, { ...input, status: "planned", version: 2 });
    await business.ask(204, "DELETE", `/schedule/${two.id}`);
    await business.ask(200, "PUT", `/schedule/${one.id}`, { ...input, status: "planned", version: 2 });
    expect(await business.ask(409, "POST", `/schedule/${two.id}/restore`)).toMatchObject({
      type: "urn:chalan:problem:overlap",
    });
    const moved = { ...input, startsAt: at(4, 8), endsAt: at(4, 9), status: "planned", version: 3 };
    await business.ask(200, "PUT", `/schedule/${one.id}`, moved);
    await business.ask(200, "POST", `/schedule/${two.id}/restore`);
  });
  it("with work ahead of it cannot be deleted", async () => {
    const crew: Crew = await business.ask(201, "POST", "/crews", { name: "Busy" });
    const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const booking: Booking = await business.ask(201, "POST", "/schedule", {
      title: "Soon",
      startsAt: soon(1),
      endsAt: soon(2),
      crewId: crew.id,
    });
    expect(await business.ask(409, "DELETE", `/crews/${crew.id}`)).toMatchObject({
      type: "urn:chalan:problem:in-use",
    });
    await business.ask(204, "DELETE", `/schedule/${booking.id}`);
    await business.ask(204, "DELETE", `/crews/${crew.id}`);
  });
});

describe("the calendar", () => {
  it("shows what touches a time, the earliest first, page by page", async () => {
    await book(201, 10, 8, 18, { title: "All day" });
    await book(201, 10, 6, 7, { title: "Early" });
    await book(201, 10, 20, 21, { title: "Late" });
    expect(await titles(between(at(10, 0), at(10, 23)))).toEqual(["Early", "All day", "Late"]);
    expect(await titles(between(at(10, 17), at(10, 20)))).toEqual(["All day"]);
    expect(await titles(between(at(10, 18), at(10, 20)))).toEqual([]);
    const page: Page<Booking> = await business.ask(
      200,
      "GET",
      `/schedule?${between(at(10, 0), at(10, 23))}&limit=2`,
    );
    expect(await titles(`${between(at(10, 0), at(10, 23))}&limit=2&cursor=${page.nextCursor}`)).toEqual([
      "Late",
    ]);
  });
  it("filters by crew, contract and status", async () => {
    const contract: Contract = await business.ask(201, "POST", "/contracts", { title: "C", clientName: "N" });
    const booked = await book(201, 11, 8, 9, { title: "Ours", contractId: contract.id, crewId: blue.id });
    expect(booked).toMatchObject({ contractNumber: contract.number, status: "planned", crewId: blue.id });
    await book(201, 11, 8, 9, { title: "Other", status: "done" });
    const day = between(at(11, 0), at(11, 23));
    expect(await titles(`${day}&contractId=${contract.id}`)).toEqual(["Ours"]);
    expect(await titles(`${day}&crewId=${blue.id}`)).toEqual(["Ours"]);
    expect(await titles(`${day}&status=done`)).toEqual(["Other"]);
  });
  it("lists what was deleted apart, until it is brought back", async () => {
    const gone = await book(201, 13, 8, 9, { title: "Gone" });
    await book(201, 13, 8, 9, { title: "There" });
    await business.ask(204, "DELETE", `/schedule/${gone.id}`);
    const day = between(at(13, 0), at(13, 23));
    expect(await titles(day)).toEqual(["There"]);
    expect(await titles(`${day}&deleted=false`)).toEqual(["There"]);
    expect(await titles(`${day}&deleted=true`)).toEqual(["Gone"]);
    await business.ask(200, "POST", `/schedule/${gone.id}/restore`);
    expect(await titles(`${day}&deleted=true`)).toEqual([]);
  });
  it.each([
    ["an end before the beginning", { endsAt: at(1, 1) }],
    ["no length", { endsAt: at(12, 8) }],
    ["a day that does not exist", { endsAt: "2027-02-30T08:00:00Z" }],
    ["a time without a zone", { endsAt: "2027-03-12T10:00:00" }],
    ["a crew that does not exist", { crewId: crypto.randomUUID() }],
    ["a contract that does not exist", { contractId: crypto.randomUUID() }],
  ])("refuses %s", async (_what, more) => {
    await book(400, 12, 8, 9, more);
  });
  it("answers two months at most", async () => {
    await business.ask(400, "GET", `/schedule?${between("2027-01-01T00:00:00Z", "2027-06-01T00:00:00Z")}`);
    await business.ask(400, "GET", `/schedule?${between(at(2, 1), at(1, 1))}`);
  });
});

describe("somebody of a crew", () => {
  it("sees the bookings of their crew and their own, and can change none", async () => {
    const worker = await business.app.signIn("crew");
    const member: Member = await business.ask(201, "POST", "/crew-members", {
      crewId: red.id,
      name: "Luis",
      userId: worker.userId,
      skills: ["hvac", "solar"],
    });
    const ofCrew = await book(201, 20, 8, 9, { title: "Red's", crewId: red.id });
    const others = await book(201, 20, 8, 9, { title: "Blue's", crewId: blue.id });
    await book(201, 20, 9, 10, { title: "Mine", assigneeId: worker.userId });
    await book(201, 20, 9, 10, { title: "Nobody's" });
    const day = between(at(20, 0), at(20, 23));
    expect(await titles(day, worker)).toEqual(["Red's", "Mine"]);
    await business.ask(200, "GET", `/schedule/${ofCrew.id}`, undefined, worker);
    await business.ask(404, "GET", `/schedule/${others.id}`, undefined, worker);
    await business.ask(204, "DELETE", `/crew-members/${member.id}`);
    expect(await titles(day, worker)).toEqual(["Mine"]);
  });
});

describe("members and vehicles", () => {
  it("are found by crew and skill", async () => {
    const add = (name: string, skills: string[]) =>
      business.ask(201, "POST", "/crew-members", { crewId: blue.id, name, skills });
    await add("Ana", ["electric", "solar"]);
    await add("Beto", ["electric"]);
    const names = async (query: string) =>
      (await business.ask<Page<Member>>(200, "GET", `/crew-members?${query}`)).items.map(({ name }) => name);
    expect(await names(`crewId=${blue.id}`)).toEqual(["Ana", "Beto"]);
    expect(await names("skill=solar")).toEqual(["Ana"]);
    expect(await names("search=ELEC%20be")).toEqual(["Beto"]);
    await business.ask(201, "POST", "/vehicles", { name: "Van", plate: "abc-1", crewId: blue.id });
    await business.ask(409, "POST", "/vehicles", { name: "Van 2", plate: "ABC-1" });
  });
});

describe("without the module", () => {
  it("there are no crews, and the schedule works with people only", async () => {
    const plain = await openBusiness();
    try {
      for (const path of ["/crews", "/crew-members", "/vehicles"]) {
        await plain.ask(404, "GET", path);
        await plain.ask(404, "POST", path, { name: "x" });
      }
      const input = { title: "T", startsAt: at(1, 8), endsAt: at(1, 9), assignee: "Ana" };
      expect(await plain.ask(201, "POST", "/schedule", input)).toMatchObject({
        assignee: "Ana",
        crewId: null,
      });
      await plain.ask(400, "POST", "/schedule", { ...input, crewId: crypto.randomUUID() });
      const day = between(at(1, 0), at(1, 23));
      expect(await plain.ask(200, "GET", `/schedule?${day}`)).toMatchObject({ items: [{ title: "T" }] });
      const worker = await plain.app.signIn("crew");
      expect(await plain.ask(200, "GET", `/schedule?${day}`, undefined, worker)).toMatchObject({ items: [] });
    } finally {
      await plain.close();
    }
  });
});

describe("a booking that is dragged", () => {
  const move = (status: number, id: string, change: object) =>
    business.ask<Booking>(status, "PATCH", `/schedule/${id}`, change);

  it("moves, gets longer and changes hands, and keeps the rest", async () => {
    const made = await book(201, 25, 8, 10, { crewId: red.id, notes: "Bring the ladder" });
    const moved = await move(200, made.id, { startsAt: at(26, 9), endsAt: at(26, 12), version: 1 });
    expect(moved).toMatchObject({ startsAt: "2027-03-26T16:00:00.000Z", crewId: red.id, notes: made.notes });
    expect(await move(200, made.id, { crewId: blue.id, version: 2 })).toMatchObject({
      crewId: blue.id,
      endsAt: moved.endsAt,
      version: 3,
    });
    expect(await move(200, made.id, { status: "done", crewId: null, version: 3 })).toMatchObject({
      status: "done",
      crewId: null,
    });
  });
  it("is turned down with the present one when somebody was faster", async () => {
    const { id } = await book(201, 22, 8, 10);
    await move(200, id, { endsAt: at(22, 11), version: 1 });
    expect(await move(409, id, { endsAt: at(22, 9), version: 1 })).toMatchObject({
      current: { id, endsAt: "2027-03-22T18:00:00.000Z", version: 2 },
    });
  });
  it("is told what stands in the way, also when it is restored", async () => {
    const first = await book(201, 23, 8, 12, { crewId: red.id, title: "First" });
    const second = await book(201, 23, 13, 15, { crewId: red.id, title: "Second" });
    const refusal = await move(409, second.id, { startsAt: at(23, 11), version: 1 });
    expect(refusal).toMatchObject({ conflicts: [{ id: first.id, title: "First" }] });
    await business.ask(204, "DELETE", `/schedule/${first.id}`);
    await move(200, second.id, { startsAt: at(23, 11), version: 1 });
    expect(await business.ask(409, "POST", `/schedule/${first.id}/restore`)).toMatchObject({
      type: "urn:chalan:problem:overlap",
      conflicts: [{ id: second.id, title: "Second" }],
    });
  });
  it.each([
    ["an end before the beginning", { endsAt: at(24, 7) }],
    ["a crew that does not exist", { crewId: crypto.randomUUID() }],
    ["a title, which is not moved", { title: "x" }],
  ])("is refused with %s", async (_what, change) => {
    const { id } = await book(201, 24, 8, 10);
    await move(400, id, { ...change, version: 1 });
    await business.ask(204, "DELETE", `/schedule/${id}`);
    await move(404, id, { endsAt: at(24, 11), version: 1 });
  });
});
