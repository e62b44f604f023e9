/** The Docker engine as its own client shows it: what a plugin says is held against this. */
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { until } from "../../support/until.ts";

/** @returns what `docker …` printed @throws when it fails or takes over three minutes */
export function run(...command: string[]): string {
  return execFileSync("docker", command, { encoding: "utf8", timeout: 180_000, stdio: "pipe" }).trim();
}

/** The parts of `docker inspect` that the suite reads. */
export interface Inspection {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Running: boolean; readonly StartedAt: string };
  readonly Config: Readonly<Record<string, unknown>>;
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, Attachment>> };
}

export interface Attachment {
  readonly Aliases: readonly string[];
  readonly IPAddress: string;
}

/** @throws when the engine has none of that name */
export function inspect(kind: "container" | "image" | "network" | "volume", name: string): Inspection {
  const [found] = JSON.parse(run(kind, "inspect", name));
  return found;
}

const MARKER = "tmp-plugins-marker-";

/** One thing that happened to a container. */
export interface Event {
  readonly action: string;
  readonly name: string;
  readonly exitCode: string;
}

/**
 * Listens to what happens to containers while something else is done. Not `docker events --since` afterwards: the engine
 * remembers 256 events only, and every health check of every container is three.
 *
 * @param probe whose containers' events they are
 * @returns the events, in order
 */
export async function eventsDuring(
  { filter, image }: { readonly filter: string; readonly image: string },
  work: () => Promise<void>,
): Promise<Event[]> {
  const command = ["events", "--format", "{{json .}}", "--filter", "type=container", "--filter", filter];
  const listener = spawn("docker", command, { stdio: ["ignore", "pipe", "inherit"] });
  let lines = "";
  listener.stdout.on("data", (data) => {
    lines += data;
  });
  /** Whether what happens to a container of ours is heard: then all is that happens afterwards, and has been that happened before. */
  const isHeard = () => {
    const name = `${MARKER}${randomUUID()}`;
    run("create", "--name", name, "--label", filter.replace("label=", ""), image);
    run("rm", name);
    return until("its events", () => lines.includes(name), 1).catch(() => false);
  };
  try {
    await until("the listener hears", isHeard);
    await work();
    await until("the last events have come", isHeard);
  } finally {
    listener.kill();
  }
  return lines
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line))
    .map(({ Action, Actor }) => ({
      action: Action,
      name: Actor.Attributes.name,
      exitCode: Actor.Attributes.exitCode ?? "",
    }))
    .filter(({ name }) => !name.startsWith(MARKER));
}
