/** An e-mail address as it is compared: no blanks around it, lower case. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** Whether a text has the form of an e-mail address that a mail can be sent to. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[a-z0-9-]{2,}$/i.test(text);
}

/** An address with most of its name hidden: `j•••@example.com`. */
export function maskedEmail(email: string): string {
  const [name = '', host = ''] = email.split('@');
  return `${[...name][0] ?? ''}•••@${host}`;
}
