import { z } from "zod";
import { run } from "./run.ts";

const CALL_SECONDS = 60;

/** Calls the docker client. @returns its standard output, trimmed @throws Error with its last lines */
export async function docker(...words: string[]): Promise<string> {
  return (await run("docker", words, { timeoutSeconds: CALL_SECONDS })).stdout.trim();
}

// Loose objects on purpose: the engine tells much more than a benchmark asks.
const Endpoint = z.object({
  Aliases: z.array(z.string()).nullish(),
  IPAMConfig: z.object({ IPv4Address: z.string().optional() }).nullish(),
});
const Container = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  State: z.object({ Pid: z.number() }),
  Config: z.object({
    User: z.string(),
    Env: z.array(z.string()),
    Cmd: z.array(z.string()).nullable(),
    Labels: z.record(z.string(), z.string()),
    Healthcheck: z.object({ Test: z.array(z.string()) }).optional(),
  }),
  HostConfig: z.object({
    NetworkMode: z.string(),
    Memory: z.number(),
    MemorySwap: z.number(),
    NanoCpus: z.number(),
    ShmSize: z.number(),
    ReadonlyRootfs: z.boolean(),
    CapAdd: z.array(z.string()).nullable(),
    CapDrop: z.array(z.string()).nullable(),
    SecurityOpt: z.array(z.string()).nullable(),
    Tmpfs: z.record(z.string(), z.string()).optional(),
    RestartPolicy: z.object({ Name: z.string() }),
    LogConfig: z.object({ Type: z.string(), Config: z.record(z.string(), z.string()) }),
    Binds: z.array(z.string()).nullable(),
    PortBindings: z
      .record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })))
      .nullable(),
  }),
  NetworkSettings: z.object({ Networks: z.record(z.string(), Endpoint) }),
});
const Network = z.object({
  Name: z.string(),
  Internal: z.boolean(),
  Labels: z.record(z.string(), z.string()),
  IPAM: z.object({ Config: z.array(z.object({ Subnet: z.string(), IPRange: z.string().optional() })) }),
});
const Volume = z.object({ Name: z.string(), Labels: z.record(z.string(), z.string()) });

/** A container as `docker inspect` tells it. */
export type EngineContainer = z.output<typeof Container>;
export type EngineNetwork = z.output<typeof Network>;
export type EngineVolume = z.output<typeof Volume>;

/** Everything on the engine that carries the label of a stack. */
export interface EngineStack {
  readonly containers: readonly EngineContainer[];
  readonly networks: readonly EngineNetwork[];
  readonly volumes: readonly EngineVolume[];
}

async function inspect<Shape extends z.ZodType>(kind: string, ids: string, shape: Shape) {
  const names = ids.split("\n").filter(Boolean);
  const text = names.length === 0 ? "[]" : await docker(kind, "inspect", ...names);
  return z.array(shape).parse(JSON.parse(text));
}

/** Reads what runs for a stack. */
export async function readStack(stack: string): Promise<EngineStack> {
  const owned = ["--quiet", "--filter", `label=chalan.stack=${stack}`];
  return {
    containers: await inspect("container", await docker("ps", ...owned), Container),
    networks: await inspect("network", await docker("network", "ls", ...owned), Network),
    volumes: await inspect("volume", await docker("volume", "ls", ...owned), Volume),
  };
}

/** The ids, on this machine, of all processes of a container, also of those that were started in it from outside. */
export async function processesOf(container: string): Promise<number[]> {
  const [, ...lines] = (await docker("top", container, "-eo", "pid")).split("\n");
  return lines.map(Number);
}
