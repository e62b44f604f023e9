export const en = {
  title: "Sign in",
  email: "Email",
  password: "Password",
  showPassword: "Show the password",
  submit: "Sign in",
  ended: "Your session has ended. Sign in again to go on where you were.",
  ownPassword: "Your password",
  forgot: "Password forgotten?",
  forgotten: "If we know the address, a link to set a new password gets sent to it.",
  ask: "Send me a link",
  mailed: "If we know the address, the mail is on its way. The link works once, for one hour.",
  newPassword: "New password",
  rule: "At least 12 characters. A few words are easier to remember than signs.",
  setPassword: "Set password",
  set: "Your password has been set. You can sign in with it.",
};

/** Every language has exactly these. */
export type SessionTexts = typeof en;
