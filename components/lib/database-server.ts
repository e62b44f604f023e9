import type * as docker from "@pulumi/docker";
import { addressOf } from "../../tenants/addresses.ts";
import type { DatabaseArgs, DatabaseSettings } from "../database.ts";
import { containerDefaults, environmentList } from "./container.ts";
import { sharedName } from "./identity.ts";

/** The PostgreSQL container. It runs as the image's own user: nothing in it is root. */
export function serverArgs(args: DatabaseArgs, volume: docker.Volume): docker.ContainerArgs {
  const { context } = args;
  const passwordFile = "/etc/chalan/postgres-password";
  return {
    // A clean shutdown may have to write out all dirty buffers.
    ...containerDefaults(
      { identity: context.identity, role: "postgres", limits: { memory: args.memory, cpus: 1 } },
      120,
    ),
    name: sharedName(context.identity, "db"),
    image: context.imageId(args.image),
    user: "70:70",
    envs: environmentList({
      POSTGRES_DB: args.name,
      POSTGRES_USER: args.user,
      POSTGRES_PASSWORD_FILE: passwordFile,
      POSTGRES_INITDB_ARGS: "--data-checksums --auth-host=scram-sha-256",
    }),
    uploads: [{ file: passwordFile, content: context.passwords.for(`postgres/${args.user}`) }],
    command: [
      "postgres",
      ...Object.entries(serverSettings(args)).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    ],
    shmSize: 256,
    healthcheck: {
      tests: [
        "CMD",
        "pg_isready",
        "--quiet",
        "--host=127.0.0.1",
        `--username=${args.user}`,
        `--dbname=${args.name}`,
      ],
      interval: "30s",
      timeout: "5s",
      retries: 3,
      startPeriod: "1m0s",
    },
    ports: [{ internal: 5432, external: args.port, ip: "127.0.0.1" }],
    volumes: [{ volumeName: volume.name, containerPath: "/var/lib/postgresql/data" }],
    networksAdvanced: [
      { name: args.network.name, ipv4Address: addressOf(args.subnet, args.hostNumber), aliases: ["db"] },
    ],
  };
}

/** A quarter of the memory for shared buffers, three quarters expected of the page cache: PostgreSQL's own advice (docs 15, 20.4 and 20.7). */
function serverSettings({ memory, maxConnections }: DatabaseSettings): Record<string, string> {
  return {
    shared_buffers: `${Math.floor(memory / 4)}MB`,
    effective_cache_size: `${Math.floor((memory * 3) / 4)}MB`,
    max_connections: String(maxConnections),
    // A whole-database dump locks every table of every tenant; the default failed at 350 schemas (knowledge/tenancy 0.5).
    max_locks_per_transaction: "512",
    password_encryption: "scram-sha-256",
    idle_in_transaction_session_timeout: "60s",
    log_min_duration_statement: "1s",
  };
}
