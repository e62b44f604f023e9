import type { Company, SeedContract } from "./contracts.ts";
import { addDays, workday } from "./days.ts";

/** Crews with members and vehicles, for tenants with the module. */
export function makeCrews({ random, words }: Company, crewUser: string | null) {
  const crews = words.crews.map((name, index) => ({
    id: random.uuid(),
    name,
    color: ["#d32f2f", "#1976d2", "#388e3c", "#f9a825"][index] ?? null,
  }));
  const skills = ["electric", "hvac", "solar", "ducts", "welding", "heights"];
  const crew_members = crews.flatMap(({ id }, crew) =>
    Array.from({ length: random.integer(2, 4) }, (_, place) => ({
      id: random.uuid(),
      crew_id: id,
      // The one who can sign in as a crew sees the first crew's schedule.
      user_id: crew === 0 && place === 0 ? crewUser : null,
      name: `${random.pick(words.first)} ${random.pick(words.last)}`,
      phone: `+1 623 555 0${random.integer(100, 199)}`,
      is_leader: place === 0,
      skills: [...new Set([random.pick(skills), random.pick(skills)])],
    })),
  );
  const vehicles = crews.map(({ id }, index) => ({
    id: random.uuid(),
    crew_id: id,
    name: words.vehicles[index] ?? words.vehicles[0],
    plate: `CHL-${random.integer(100, 999)}${index}`,
  }));
  return { crews, crew_members, vehicles };
}

/** Days of work of every contract that is signed; a crew is in one place at a time. */
export function makeSchedule(
  { random, words, timeZone, until }: Company,
  contracts: readonly SeedContract[],
  crews: readonly { readonly id: string }[],
) {
  const free = new Map(crews.map(({ id }) => [id, "0000-01-01"]));
  const schedule: Record<string, unknown>[] = [];
  for (const { id, status, starts_on, title } of contracts) {
    if (status === "draft" || status === "cancelled" || starts_on === null) continue;
    const isOver = status === "done" || status === "invoiced" || status === "paid";
    const crew = crews.length === 0 ? null : random.pick(crews).id;
    let day = workday(starts_on);
    const busyUntil = crew === null ? day : (free.get(crew) ?? day);
    if (busyUntil > day) day = workday(busyUntil);
    for (let left = random.integer(1, 4); left > 0; left -= 1) {
      const past = day < until;
      schedule.push({
        id: random.uuid(),
        contract_id: id,
        title,
        assignee: crew === null ? `${random.pick(words.first)} ${random.pick(words.last)}` : null,
        ...(crew === null ? {} : { crew_id: crew }),
        starts_at: `${day} 08:00:00 ${timeZone}`,
        ends_at: `${day} ${random.pick(["12", "16", "17"])}:00:00 ${timeZone}`,
        status: isOver || past ? "done" : day === until ? "started" : "planned",
      });
      day = workday(addDays(day, 1));
    }
    if (crew !== null) free.set(crew, day);
  }
  return schedule;
}
