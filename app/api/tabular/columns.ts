/** What a cell holds. Money is written as 1234.50 and kept as cents; a list's parts are parted by |. */
export type Kind = "text" | "integer" | "number" | "money" | "date" | "instant" | "list";

/** A column of a table that is exported and imported. */
export interface Column {
  /** In the first row; the same in every language, so that what is exported can be imported again. */
  readonly header: string;
  readonly field: string;
  readonly kind: Kind;
  /** Exported only; ignored in an import. */
  readonly readOnly?: true;
}

/** A cell's value before it is written, or after it has been read. */
export type Cell = string | number | null;

const column =
  (kind: Kind) =>
  (header: string, field = header): Column => ({ header, field, kind });
const text = column("text");
const money = column("money");
const date = column("date");
const readOnly = (kind: Kind, header: string): Column => ({ ...column(kind)(header), readOnly: true });

export const CONTRACT_COLUMNS: readonly Column[] = [
  readOnly("integer", "number"),
  text("title"),
  text("clientName"),
  text("clientEmail"),
  text("clientPhone"),
  text("address"),
  text("builderName"),
  text("jobName"),
  text("jobNumber"),
  column("list")("lots"),
  text("status"),
  money("amount", "amountCents"),
  text("currency"),
  date("startsOn"),
  date("endsOn"),
  text("notes"),
  readOnly("instant", "createdAt"),
];

export const ITEM_COLUMNS: readonly Column[] = [
  text("sku"),
  text("name"),
  text("unit"),
  readOnly("number", "quantity"),
  column("number")("minimumQuantity"),
  money("unitCost", "unitCostCents"),
  text("location"),
  text("notes"),
];

export const TRANSACTION_COLUMNS: readonly Column[] = [
  date("occurredOn"),
  text("kind"),
  text("category"),
  money("amount", "amountCents"),
  text("currency"),
  text("paymentMethod"),
  text("reference"),
  column("integer")("contractNumber"),
  text("notes"),
];
