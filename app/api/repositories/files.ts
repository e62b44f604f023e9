import type { Database, Statement } from "../../shared/database.ts";

// The oldest first, so that each batch is another one.
const PURGE: Statement = {
  name: "files_purge",
  text: `delete from attachments
         where id in (select id from attachments where deleted_at < now() - make_interval(days => $1)
                      order by deleted_at limit $2)
         returning id`,
};
const UNNAMED: Statement = {
  name: "files_unnamed",
  text: `select id from unnest($1::uuid[]) as given (id)
         where not exists (select from attachments where attachments.id = given.id)
           and not exists (select from branding where logo_id = given.id)`,
};

/** What the database knows of the files in the media folder. */
export function filesRepository(database: Database) {
  return {
    /** Removes attachments for good. @param days since they were deleted @returns their ids, `limit` at most */
    purge: (days: number, limit: number): Promise<string[]> =>
      database.transaction(null, async (query) => {
        const rows = await query<{ id: string }>(PURGE, [days, limit]);
        return rows.map(({ id }) => id);
      }),
    /** @returns those of the ids that no row names */
    async unnamed(ids: readonly string[]): Promise<ReadonlySet<string>> {
      const rows = await database.query<{ id: string }>(UNNAMED, [ids]);
      return new Set(rows.map(({ id }) => id));
    },
  };
}

export type FilesRepository = ReturnType<typeof filesRepository>;
