/** The Docker engine as its own client shows it: what a plugin says is held against this. */
import { execFileSync } from "node:child_process";

/** @returns what `docker …` printed @throws when it fails or takes over half a minute */
export function run(...command: string[]): string {
  return execFileSync("docker", command, { encoding: "utf8", timeout: 30_000, stdio: "pipe" }).trim();
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

/** One thing that happened to a container. */
export interface Event {
  readonly action: string;
  readonly name: string;
  readonly exitCode: string;
  readonly millisecond: number;
}

/** @returns the engine's events of containers with this filter since `start` (milliseconds since the epoch), in order */
export function eventsSince(start: number, filter: string): Event[] {
  const until = String(Date.now() / 1000);
  const arguments_ = ["--since", String(start / 1000), "--until", until, "--filter", filter];
  const lines = run("events", "--format", "{{json .}}", "--filter", "type=container", ...arguments_);
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map((event) => ({
      action: event.Action,
      name: event.Actor.Attributes.name,
      exitCode: event.Actor.Attributes.exitCode ?? "",
      millisecond: event.timeNano / 1e6,
    }));
}
