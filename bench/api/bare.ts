/**
 * The yardstick: Fastify and pg, one route, one row by its key with the items that belong to it, and nothing else. What makes it fast is on: a pool of the same size as
 * ours, a statement that is prepared once per connection, no logs. Reads DATABASE_URL, DATABASE_POOL_MAX and PORT.
 */
import { fastify } from "fastify";
import pg from "pg";

const { DATABASE_URL, DATABASE_POOL_MAX, PORT } = process.env;
const BIGINT = 20;
const DATE = 1082;
pg.types.setTypeParser(BIGINT, Number);
pg.types.setTypeParser(DATE, String);

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(DATABASE_POOL_MAX) });
const text = `
  select id, title, client_name as "clientName", client_email as "clientEmail", client_phone as "clientPhone", address,
         builder_name as "builderName", job_name as "jobName", job_number as "jobNumber", lots, status,
         amount_cents as "amountCents", currency, starts_on as "startsOn", ends_on as "endsOn", notes, number,
         status_changed_at as "statusChangedAt", version, created_at as "createdAt", updated_at as "updatedAt",
         deleted_at as "deletedAt",
         coalesce((
           select json_agg(json_build_object('description', description, 'quantity', quantity, 'unit', unit,
                                             'unitPriceCents', unit_price_cents, 'totalCents', total_cents) order by position)
           from contract_items where contract_id = contracts.id), '[]') as items
  from contracts where id = $1 and deleted_at is null`;

const app = fastify();
app.get<{ Params: { id: string } }>("/api/contracts/:id", async ({ params: { id } }, reply) => {
  const { rows } = await pool.query({ name: "contract", text, values: [id] });
  return rows[0] ?? reply.code(404).send();
});
await app.listen({ host: "0.0.0.0", port: Number(PORT) });
