import type { Query, Statement } from "../shared/database.ts";

const READ: Statement = { name: "", text: "select content from outbox_contents where outbox_id = $1" };

/** @returns the file that a job has been handed @throws when there is none */
export async function readContent(query: Query, id: string): Promise<Buffer> {
  const [row] = await query<{ content: Buffer }>(READ, [id]);
  if (row === undefined) throw Object.assign(new Error("the job's file is missing"), { code: "no-content" });
  return row.content;
}
