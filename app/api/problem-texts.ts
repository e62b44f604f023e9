import type { ErrorObject } from "ajv";
import spanishValidation from "ajv-i18n/localize/es/index.js";
import type { Language } from "../shared/languages.ts";
import type { Problem } from "./problem.ts";

// Its types say that the function is in `default`; what Node and the bundler give is the function itself.
const localizeToSpanish = spanishValidation as unknown as (errors: ErrorObject[]) => void;

/** Titles by the last part of the type. English ones are where the problems are made. */
export const SPANISH_TITLES: Readonly<Record<string, string>> = {
  "already-member": "La persona ya es miembro",
  "cross-site": "La petición no viene de este sitio",
  exists: "Ya hay uno igual",
  "file-empty": "El archivo está vacío",
  "file-too-large": "El archivo es demasiado grande",
  "file-type": "No se aceptan archivos de este tipo",
  forbidden: "Tu función no lo permite",
  "idempotency-key-reused": "La Idempotency-Key pertenece a otra petición",
  import: "No se ha importado nada: hay filas que no son válidas",
  "in-progress": "La misma petición está en curso",
  "in-use": "Todavía se está usando",
  internal: "Algo ha fallado",
  "last-owner": "Tiene que quedar un propietario",
  "link-ended": "El enlace ya se ha usado o es demasiado antiguo",
  "not-enough-stock": "No hay tanto en existencias",
  "not-found": "No se ha encontrado",
  "only-owners": "Solo un propietario puede cambiar a los propietarios",
  overlap: "La cuadrilla o la persona ya está reservada a esa hora",
  request: "La petición no es válida",
  "status-transition": "El estado no puede cambiar a ese",
  "tenant-closed": "Esta cuenta no está activa",
  "too-many-jobs": "Hay demasiados trabajos pendientes",
  "too-many-requests": "Demasiadas peticiones",
  unauthenticated: "Inicia sesión primero",
  unavailable: "Un servicio necesario no está disponible",
  validation: "La petición no es válida",
  "version-conflict": "Otra persona lo ha cambiado antes",
  "wrong-credentials": "El correo o la contraseña no son correctos",
  yourself: "No puedes quitarte tus propios permisos",
};

/** Details, and what is said of single fields. What is not here stays English. */
const SPANISH_PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^Send the header (.+)$/, "Envía la cabecera $1"],
  [/^Ask for a new one$/, "Pide uno nuevo"],
  [/^Ask another owner$/, "Pídeselo a otro propietario"],
  [/^Take a new key for a new request$/, "Usa una clave nueva para una petición nueva"],
  [/^Wait until some of them are done$/, "Espera a que terminen algunos"],
  [/^Try again in a moment$/, "Inténtalo de nuevo en un momento"],
  [/^Try again in (\d+) s$/, "Inténtalo de nuevo en $1 s"],
  [/^You have version (\d+), the current one is (\d+)$/, "Tienes la versión $1; la actual es la $2"],
  [/^A contract cannot go from (\w+) to (\w+)$/, "Un contrato no puede pasar de $1 a $2"],
  [/^(\d+) rows are not valid$/, "$1 filas no son válidas"],
  [
    /^must be the nextCursor of an earlier answer in the same order$/,
    "debe ser el nextCursor de una respuesta anterior en el mismo orden",
  ],
  [/^must be later than the beginning$/, "debe ser posterior al comienzo"],
  [/^must be at most (\d+) days after the beginning$/, "debe ser como mucho $1 días después del comienzo"],
  [/^needs the module (\w+)$/, "necesita el módulo $1"],
  [/^refers to nothing that exists$/, "se refiere a algo que no existe"],
  [/^must not be 0$/, "no debe ser 0"],
  [/^must be > 0$/, "debe ser > 0"],
  [/^is for transfers only$/, "es solo para traslados"],
  [/^must say where the transfer goes to$/, "debe decir adónde va el traslado"],
  [/^must be another warehouse$/, "debe ser otro almacén"],
  [/^must be a time zone such as (.+)$/, "debe ser una zona horaria como $1"],
  [/^must be a number such as (.+)$/, "debe ser un número como $1"],
  [/^must be a whole number$/, "debe ser un número entero"],
  [/^must be an amount such as (.+)$/, "debe ser un importe como $1"],
  [/^must not be empty$/, "no debe estar vacío"],
  [/^must not hold a NUL character$/, "no debe contener un carácter NUL"],
  [/^must not be before (\w+)$/, "no debe ser anterior a $1"],
  [/^is taken already$/, "ya está en uso"],
  [/^is the number of no contract$/, "no es el número de ningún contrato"],
  [/^is no column of this table$/, "no es una columna de esta tabla"],
  [/^comes twice$/, "aparece dos veces"],
  [/^must be UTF-8: save the file as CSV UTF-8$/, "debe ser UTF-8: guarda el archivo como CSV UTF-8"],
  [
    /^must have as many cells as the first line, with closed quotes$/,
    "debe tener tantas celdas como la primera línea, con las comillas cerradas",
  ],
  [
    /^must have a line of names, and a line per row$/,
    "debe tener una línea con los nombres y una línea por fila",
  ],
  [/^must have at most (\d+) rows$/, "debe tener como mucho $1 filas"],
  [/^must be 8 to 128 visible ASCII characters$/, "debe tener de 8 a 128 caracteres ASCII visibles"],
  [
    /^an invited person becomes active by the link in the mail$/,
    "una persona invitada se activa con el enlace del correo",
  ],
];

const phrase = (text: string): string => {
  const found = SPANISH_PHRASES.find(([pattern]) => pattern.test(text));
  return found === undefined ? text : text.replace(...found);
};

/** @returns what is said of a field or a row, in the language where it is known there */
export const translateMessage = (language: Language, text: string): string =>
  language === "es" ? phrase(text) : text;

/** @param locale of the tenant, such as es-MX */
export const languageOf = (locale: string): Language => (locale.toLowerCase().startsWith("es") ? "es" : "en");

/** Puts the validator's words into the language; they are changed in place. */
export function translateValidation(language: Language, errors: unknown): void {
  if (language === "es" && Array.isArray(errors)) localizeToSpanish(errors as ErrorObject[]);
}

/** @returns the problem in the language; its type, paths and values stay */
export function translateProblem(language: Language, problem: Problem): Problem {
  if (language === "en") return problem;
  const { title, detail, errors } = problem;
  return {
    ...problem,
    title: SPANISH_TITLES[problem.type.split(":").at(-1) ?? ""] ?? title,
    ...(detail === undefined ? {} : { detail: phrase(detail) }),
    ...(errors === undefined
      ? {}
      : { errors: errors.map(({ path, message }) => ({ path, message: phrase(message) })) }),
  };
}
