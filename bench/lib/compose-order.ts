import type { EngineContainer } from "./engine.ts";

/** Who waits for whom, as a person would write it: role -> role -> condition. */
const DEPENDENCIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  worker: { postgres: "service_healthy", "redis-core": "service_healthy" },
  web: { postgres: "service_healthy", "redis-core": "service_healthy", "redis-cache": "service_healthy" },
  nginx: { web: "service_healthy" },
  pgadmin: { postgres: "service_healthy" },
  generator: { proxy: "service_started" },
  companion: { proxy: "service_started", "certificate-authority": "service_started" },
  "certificate-authority": { dns: "service_started" },
};

/** Compose needs a check to know that a service is ready; the program asks these two from outside. */
const EXTRA_CHECKS: Readonly<Record<string, readonly string[]>> = {
  worker: [
    "CMD",
    "node",
    "-e",
    'require("http").get("http://127.0.0.1:8001/healthz",(answer)=>process.exit(answer.statusCode===200?0:1)).on("error",()=>process.exit(1))',
  ],
  pgadmin: [
    "CMD",
    "python3",
    "-c",
    'import urllib.request; urllib.request.urlopen("http://127.0.0.1:5050/misc/ping", timeout=5)',
  ],
};

const roleOf = ({ Config }: EngineContainer) => Config.Labels["chalan.role"] ?? "";
const tenantOf = ({ Config }: EngineContainer) => Config.Labels["chalan.tenant"];

/** A service's name: its role, and its tenant where it has one. */
export function serviceName(container: EngineContainer): string {
  return [roleOf(container), tenantOf(container)].filter(Boolean).join("-");
}

/** What a service waits for: the services of a role that are of its own tenant, or of none. */
export function dependenciesOf(container: EngineContainer, all: readonly EngineContainer[]) {
  const wanted = DEPENDENCIES[roleOf(container)] ?? {};
  const found = all.flatMap((other) => {
    const condition = wanted[roleOf(other)];
    const reachable = tenantOf(other) === undefined || tenantOf(other) === tenantOf(container);
    return condition && reachable ? [[serviceName(other), { condition }] as const] : [];
  });
  return Object.fromEntries(found);
}

/** One check a second, so that compose loses no time by waiting for a rare one. */
export function checkOf(container: EngineContainer) {
  const test = EXTRA_CHECKS[roleOf(container)] ?? container.Config.Healthcheck?.Test;
  return test && { test, interval: "1s", timeout: "10s", retries: 120 };
}
