/** @returns what was written, without the blanks around it; null, where nothing was */
export const orNull = (text: string): string | null => text.trim() || null;
