/**
 * A select whose rows come as one column of JSON, `row`. The driver's work for each column of each row (its name, its parser, its
 * property) costs a request with twenty columns more than all of ours; PostgreSQL writes the JSON for little, and V8 reads it at once.
 *
 * @param select with a name of its own for every column, and none that JSON has no type for but as text
 */
export const asJson = (select: string): string =>
  `select row_to_json(answer) as row from (${select}) as answer`;

/** A row of such a select. */
export interface JsonRow<Row> {
  readonly row: Row;
}
