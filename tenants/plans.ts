/** What a tenant of each plan may use, and whether all tenants together fit the stack's share of the host. */
import type { Finding } from "./errors.ts";
import type { TenantFields } from "./schema.ts";

/** Memory in MiB; cpus in cores (the most a container may use at a moment). */
export type Capacity = { readonly memory: number; readonly cpus: number };

/**
 * What the tenant's nginx lets through. A burst is let through at once and then paid off at the rate; it is two seconds' worth.
 * `requests` go to the app, `files` are the front's; both per second and client address. Connections are requests at one moment.
 */
export type DoorLimits = {
  readonly requests: number;
  readonly files: number;
  readonly connectionsPerAddress: number;
  readonly connections: number;
};

export type Plan = {
  readonly web: Capacity;
  readonly nginx: Capacity;
  /** `pool`: connections of one web container; `connections`: limit of the login role. */
  readonly door: DoorLimits;
  readonly database: { readonly pool: number; readonly connections: number };
};

/**
 * An idle tenant (web + nginx) takes at most 90 MB PSS (issue 3), so `small` has about twice that; `large` stays within the plan's
 * 2 GB and 1 core (SPEC section 2). A deploy runs two web containers for a moment: connections = 2 pools + 2 that are just closing.
 * At the door one address, which may be a whole office, may ask five times what the app answers to the whole tenant in the long run
 * (600, 1,800 and 6,000 a minute): a flood ends there, and no person meets this limit before the app's. A page is some 20 files.
 */
export const PLANS: Readonly<Record<TenantFields["plan"], Plan>> = {
  small: {
    web: { memory: 160, cpus: 0.5 },
    nginx: { memory: 32, cpus: 0.1 },
    door: { requests: 50, files: 200, connectionsPerAddress: 100, connections: 200 },
    database: { pool: 3, connections: 8 },
  },
  standard: {
    web: { memory: 448, cpus: 0.75 },
    nginx: { memory: 64, cpus: 0.15 },
    door: { requests: 150, files: 600, connectionsPerAddress: 200, connections: 300 },
    database: { pool: 6, connections: 14 },
  },
  large: {
    web: { memory: 1408, cpus: 0.8 },
    nginx: { memory: 128, cpus: 0.2 },
    door: { requests: 500, files: 2000, connectionsPerAddress: 300, connections: 450 },
    database: { pool: 12, connections: 26 },
  },
};

/**
 * Memory cannot be taken back from a process, so it is promised once. Processor time can: a limit is a ceiling and the kernel shares
 * out what there is, so the ceilings may add up to this many times the share (a judgement: few tenants are busy at the same moment).
 */
export const CPU_OVERCOMMIT = 8;

type Sized = {
  readonly slug: string;
  readonly plan: TenantFields["plan"];
  readonly state: TenantFields["state"];
};

/** @returns what a tenant counts: all of its plan when active, its nginx (the notice) when suspended, nothing when archived */
export function demand({ plan, state }: Sized): Capacity {
  const { web, nginx } = PLANS[plan];
  if (state === "archived") return { memory: 0, cpus: 0 };
  if (state === "suspended") return nginx;
  return { memory: web.memory + nginx.memory, cpus: web.cpus + nginx.cpus };
}

/** The table in the error shows this many tenants, the largest ones. */
const MOST_ROWS = 10;

const table = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (row) =>
        `    ${row.map((cell, column) => (column < 3 ? cell.padEnd(column === 0 ? 30 : 10) : cell.padStart(11))).join(" ")}`,
    )
    .join("\n");

const row = (label: string, { memory, cpus }: Capacity, plan = "", state = "") => [
  label,
  plan,
  state,
  String(memory),
  cpus.toFixed(2),
];

/**
 * Holds the tenants against the share.
 * @param share what the stack's tenants may use together; cpus in cores, before the overcommit
 * @returns the finding with a table as its detail, or nothing when they fit
 */
export function checkBudget(tenants: readonly Sized[], share: Capacity): Finding | undefined {
  const demands = tenants.map((tenant) => ({ tenant, ...demand(tenant) })).filter(({ memory }) => memory > 0);
  const memory = demands.reduce((sum, each) => sum + each.memory, 0);
  // In hundredths, as sums of binary fractions would miss an exact fit.
  const cpus = demands.reduce((sum, each) => sum + Math.round(each.cpus * 100), 0) / 100;
  const limit = { memory: share.memory, cpus: Math.round(share.cpus * CPU_OVERCOMMIT * 100) / 100 };
  const over = [
    ...(memory > limit.memory ? [`${memory} MiB of memory where the stack's share is ${limit.memory}`] : []),
    ...(cpus > limit.cpus
      ? [
          `${cpus.toFixed(2)} cpus where it is ${limit.cpus.toFixed(2)} (${CPU_OVERCOMMIT} times ${share.cpus})`,
        ]
      : []),
  ];
  if (over.length === 0) return undefined;
  const largest = demands.toSorted((a, b) => b.memory - a.memory).slice(0, MOST_ROWS);
  const hidden = demands.length - largest.length;
  const rows = [
    ["tenant", "plan", "state", "memory MiB", "cpus"],
    ...largest.map(({ tenant, ...size }) => row(tenant.slug, size, tenant.plan, tenant.state)),
    ...(hidden > 0 ? [[`… and ${hidden} smaller or equal`]] : []),
    row("sum", { memory, cpus }),
    row("share", limit),
  ];
  return {
    path: ["tenants"],
    rule: `the plans need ${over.join(" and ")}`,
    remedy: "Give tenants a smaller plan, suspend or archive some, or raise chalan:share of the stack.",
    detail: table(rows),
  };
}
