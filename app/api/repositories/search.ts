/** Combining marks, as the database's fold() takes them away. */
const MARKS = /[\u0300-\u036f]/g;

/**
 * What a person types, as a tsquery: every word must be there, and may go on. Nothing of the text but letters and
 * digits gets through, so it cannot be an operator.
 *
 * @returns undefined when there is no word in it
 */
export function searchQuery(text: string): string | undefined {
  const words = text
    .normalize("NFD")
    .replace(MARKS, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.map((word) => `${word}:*`).join(" & ");
}
