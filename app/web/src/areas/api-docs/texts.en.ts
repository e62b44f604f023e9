export const en = {
  title: "The API",
  text: "Everything that these pages do can be done by programs as well.",
  file: "The same as a file (OpenAPI 3.1, JSON)",
  parameters: "Parameters",
  body: "Body",
  answer: (status: string) => `Answer ${status}`,
  name: "Name",
  type: "Type",
  rules: "Rules",
  required: "required",
};

/** Every language has exactly these. */
export type ApiDocsTexts = typeof en;
