import type { DatabaseSettings } from "../database.ts";

/** pgAdmin's `servers.json` (pgAdmin docs, "Import/Export Servers"): one entry, without a password. */
export function pgadminServers(host: string, { name, user }: DatabaseSettings) {
  return {
    Servers: {
      "1": {
        Name: name,
        Group: "ChalanPro",
        Host: host,
        Port: 5432,
        MaintenanceDB: name,
        Username: user,
        ConnectionParameters: { sslmode: "prefer", connect_timeout: 10 },
      },
    },
  };
}
