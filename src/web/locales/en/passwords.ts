/** The passwords of third parties, of the utility's own people, and of customers who have one. */
export const passwords = {
  title: 'Your password',
  lead: (email: string) => `You sign in as ${email}.`,
  current: 'Current password',
  password: 'New password',
  change: 'Change password',
  changed: 'Your password is changed. Everywhere else you are signed out.',
  locked: (time: string) => `Too many tries. Please come back at ${time}.`,
  forgot: 'Forgot your password?',
  forgotOperator: 'Forgot your password? Whoever runs this server gives you a new one.',
  resetTitle: 'Forgot your password?',
  resetLead:
    'We send a link to the e-mail address of your account. It works for an hour, and you choose a new password there.',
  resetSend: 'Send me the link',
  resetSent: 'If there is an account with this address, the link is on its way to it.',
  resetKept:
    'If there is an account with this address, the link was written but not sent: no mail server is set up. The operator finds it in the outbox.',
  resetOften: (time: string) =>
    `Links were sent to this address several times. Look for the mail, or come back at ${time}.`,
  resetOver: 'This link is too old, or was used already. Ask for a new one.',
  chooseTitle: 'Choose a new password',
};
