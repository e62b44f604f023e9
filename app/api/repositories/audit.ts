import type { AuditEntry, AuditQuery } from "../../shared/audit.ts";
import type { Database } from "../../shared/database.ts";
import type { Page } from "../../shared/paging.ts";
import { given, type Listing, listPage } from "./listing.ts";
import { iso } from "./table.ts";

const newest = { expression: "entry.id", type: "bigint" };
const listing: Listing = {
  name: "audit_log",
  columns: `entry.id, ${iso("at")} as at, actor as "actorId",
    (select name from public.memberships where user_id::text = actor) as "actorName",
    action, table_name as "table", row_id as "rowId", before, after`,
  from: "audit_log entry",
  orders: { id: newest },
  tie: newest,
};

/** Who changed what; the database writes it (migrations/tenant/0006_audit_and_search.sql). */
export function auditRepository(database: Database) {
  return {
    /** The newest first. */
    list({ limit, cursor, table, rowId }: AuditQuery): Promise<Page<AuditEntry>> {
      const options = {
        limit,
        sort: "id",
        direction: "desc",
        ...(cursor === undefined ? {} : { cursor }),
      } as const;
      return listPage<AuditEntry>(
        database.query,
        listing,
        options,
        given([
          { text: "table_name = ?", value: table },
          { text: "row_id = ?", value: rowId },
        ]),
      );
    },
  };
}

export type AuditRepository = ReturnType<typeof auditRepository>;
