/** What a mail says, in the tenant's language: Spanish for every Spanish locale, else English. */
interface MailWords {
  readonly name: string;
  /** The tenant's name. */
  readonly company: string;
  readonly link: string;
  readonly locale: string;
}

interface Words {
  readonly subject: string;
  readonly text: string;
}

const isSpanish = (locale: string) => locale.toLowerCase().startsWith("es");
const lines = (...words: string[]) => `${words.join("\n\n")}\n`;

/** For somebody who has forgotten the password. */
export function resetMail({ name, company, link, locale }: MailWords): Words {
  return isSpanish(locale)
    ? {
        subject: `${company}: nueva contraseña`,
        text: lines(
          `Hola ${name}:`,
          "Con este enlace puedes poner una contraseña nueva. Vale una sola vez y durante una hora:",
          link,
          "Si no lo has pedido tú, no tienes que hacer nada: tu contraseña sigue siendo la misma.",
        ),
      }
    : {
        subject: `${company}: new password`,
        text: lines(
          `Hello ${name},`,
          "This link lets you set a new password. It works once, for one hour:",
          link,
          "If it was not you who asked for it, do nothing: your password stays as it is.",
        ),
      };
}

/** For somebody who has just been made a member. */
export function invitationMail({ name, company, link, locale }: MailWords): Words {
  return isSpanish(locale)
    ? {
        subject: `${company} te invita`,
        text: lines(
          `Hola ${name}:`,
          `${company} te ha dado acceso. Con este enlace pones tu contraseña; vale una sola vez y durante siete días:`,
          link,
        ),
      }
    : {
        subject: `${company} invites you`,
        text: lines(
          `Hello ${name},`,
          `${company} has given you access. This link lets you set your password; it works once, for seven days:`,
          link,
        ),
      };
}
