export const en = {
  apiDocs: "For programs: the API and how it is used",
  branding: "Name and looks",
  brandingText: "What is left empty is as it was set up for you.",
  name: "Name of the company",
  locale: "Language and country",
  timeZone: "Time zone",
  color: "Colour",
  ownColor: "A colour of our own",
  brandingSaved: "Name and looks were saved.",
  logo: "Logo",
  logoText: "PNG, JPEG or WebP, at most 1 MB.",
  logoOf: (name: string) => `Logo of ${name}`,
  chooseLogo: "Choose a picture",
  removeLogo: "Remove the logo",
  logoSaved: "The logo was changed.",
  work: "How we work",
  currency: "Currency, such as USD",
  incomeCategories: "Categories of income",
  expenseCategories: "Categories of expenses",
  units: "Units",
  listHint: "Press Enter after each one.",
  workdayStarts: "The working day starts at",
  workdayEnds: "and ends at",
  workSaved: "The settings were saved.",
};

/** Every language has exactly these. */
export type SettingsTexts = typeof en;
