export const en = {
  title: "My account",
  person: "Name and language",
  name: "Name",
  language: "Language of mails and messages",
  languages: { en: "English", es: "Español" },
  tenants: "As the company",
  saved: "Your account was saved.",
  password: "Password",
  current: "Current password",
  wanted: "New password",
  rule: "At least 12 characters. All other browsers are signed out.",
  passwordSaved: "The new password is set.",
  change: "Change the password",
  sessions: "Where you are signed in",
  here: "This browser",
  unknown: "Unknown browser",
  lastUsed: (when: string) => `Last used ${when}`,
  end: "Sign out there",
  endOthers: "Sign out everywhere else",
  ended: "Signed out.",
};

/** Every language has exactly these. */
export type ProfileTexts = typeof en;
