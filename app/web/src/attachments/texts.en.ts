export const en = {
  title: "Files",
  add: "Add files",
  none: "No files yet.",
  added: (name: string) => `“${name}” was added.`,
  removed: (name: string) => `“${name}” was deleted.`,
  preview: (name: string) => `Preview of “${name}”`,
  remove: (name: string) => `Delete “${name}”`,
  kinds: "PDF, pictures, Word and Excel, up to 10 MB each.",
};

/** Every language has exactly these. */
export type AttachmentTexts = typeof en;
