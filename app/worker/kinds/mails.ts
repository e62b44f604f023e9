/** What the worker's own letters say, in the tenant's language: Spanish for every Spanish locale, else English. */
import { languageOf } from "../../api/problem-texts.ts";
import type { JobPayload } from "../../shared/jobs.ts";
import type { Figures } from "../../shared/summaries.ts";
import type { Profile } from "./profile.ts";

type Letter = Omit<JobPayload<"mail">, "to">;
type Tenant = Pick<Profile, "name" | "domain" | "locale">;

/** An item of the stock, with what is there and what should be. */
export interface StockItem {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: number;
  readonly minimumQuantity: number;
}

const paragraphs = (...texts: string[]) => `${texts.join("\n\n")}\n`;

const STATUSES_ES: Readonly<Record<string, string>> = {
  draft: "borrador",
  signed: "firmado",
  in_progress: "en curso",
  done: "terminado",
  invoiced: "facturado",
  paid: "pagado",
  cancelled: "cancelado",
};

/** An item has fallen under its minimum. */
export function lowStockMail(words: {
  readonly tenant: Tenant;
  readonly name: string;
  readonly item: StockItem;
}): Letter {
  const { tenant, name, item } = words;
  const number = new Intl.NumberFormat(tenant.locale, { maximumFractionDigits: 3 });
  const [quantity, minimum] = [number.format(item.quantity), number.format(item.minimumQuantity)];
  const link = `https://${tenant.domain}/inventory`;
  return languageOf(tenant.locale) === "es"
    ? {
        subject: `${tenant.name}: queda poco de ${item.name}`,
        text: paragraphs(
          `Hola ${name}:`,
          `De ${item.name} (${item.sku}) quedan ${quantity} ${item.unit}; el mínimo es ${minimum}.`,
          link,
        ),
      }
    : {
        subject: `${tenant.name}: ${item.name} is running short`,
        text: paragraphs(
          `Hello ${name},`,
          `${quantity} ${item.unit} of ${item.name} (${item.sku}) are left; the minimum is ${minimum}.`,
          link,
        ),
      };
}

/** What happened on a day. @param words.day YYYY-MM-DD */
export function summaryMail(words: {
  readonly tenant: Tenant;
  readonly name: string;
  readonly day: string;
  readonly figures: Figures;
}): Letter {
  const { tenant, name, day, figures } = words;
  const isSpanish = languageOf(tenant.locale) === "es";
  const date = new Intl.DateTimeFormat(tenant.locale, { dateStyle: "full", timeZone: "UTC" }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
  const say = (spanish: string, english: string, value: string | number) =>
    `- ${isSpanish ? spanish : english}: ${value}`;
  const amount = (cents: number, currency: string) =>
    new Intl.NumberFormat(tenant.locale, { style: "currency", currency }).format(cents / 100);
  const list = [
    say("Contratos nuevos", "New contracts", figures.newContracts),
    ...figures.statusChanges.map(({ status, count }) =>
      say(`Contratos que pasan a ${STATUSES_ES[status]}`, `Contracts now ${status.replace("_", " ")}`, count),
    ),
    ...figures.money.flatMap(({ currency, incomeCents, expenseCents }) => [
      say("Ingresos", "Income", amount(incomeCents, currency)),
      say("Gastos", "Expenses", amount(expenseCents, currency)),
    ]),
    say("Trabajos terminados", "Jobs done", figures.bookingsDone),
    say("Movimientos de existencias", "Stock movements", figures.stockMovements),
    say("Artículos por debajo del mínimo", "Items under their minimum", figures.lowStockItems),
    say("Trabajos del día siguiente", "Jobs of the next day", figures.bookingsOfNextDay),
  ].join("\n");
  return {
    subject: isSpanish ? `${tenant.name}: resumen del ${date}` : `${tenant.name}: summary of ${date}`,
    text: paragraphs(isSpanish ? `Hola ${name}:` : `Hello ${name},`, list, `https://${tenant.domain}/`),
  };
}
