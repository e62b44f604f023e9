/** Shapes of the audit trail. */
import { type Static, Type } from "typebox";
import { pageOf } from "./paging.ts";
import { instant, nullable, strict } from "./shapes.ts";

const values = nullable(Type.Record(Type.String(), Type.Unknown()));

export const auditEntry = Type.Object({
  id: Type.Integer(),
  at: instant,
  /** Null: the system. */
  actorId: nullable(Type.String()),
  /** Null also when the person is no longer a member. */
  actorName: nullable(Type.String()),
  action: Type.Enum(["create", "update", "delete", "restore"]),
  table: Type.String(),
  rowId: Type.String(),
  /** Columns that changed, as they were and as they are. */
  before: values,
  after: values,
});
export const auditPage = pageOf(auditEntry);
export const auditQuery = strict({
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  table: Type.Optional(Type.String({ pattern: "^[a-z_]{1,40}$" })),
  rowId: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
});

export type AuditEntry = Static<typeof auditEntry>;
export type AuditQuery = Static<typeof auditQuery>;
