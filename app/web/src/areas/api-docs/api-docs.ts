import { request } from "../../api/http.ts";

/** A JSON Schema, as far as the API's description uses them. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
/** One route of the API. */
export interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
/** OpenAPI 3.1, as far as the API's description uses it. */
export interface Description {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export const apiDocs = {
  name: "api-docs",
  read: (_all: string, signal?: AbortSignal) => request<Description>("GET", "/docs", signal && { signal }),
};

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** @returns the routes by what they are about, in the alphabet's order */
export function groupsOf({ paths }: Description): { readonly tag: string; readonly routes: Route[] }[] {
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const tags = [...new Set(routes.map(({ operation }) => operation.tags?.[0] ?? ""))].sort();
  return tags.map((tag) => ({
    tag,
    routes: routes.filter(({ operation }) => (operation.tags?.[0] ?? "") === tag),
  }));
}

/** @returns the schema of what is sent or answered as JSON */
export const schemaOf = ({ content = {} }: Content): Schema | undefined =>
  Object.entries(content).find(([type]) => type.includes("json"))?.[1].schema;
