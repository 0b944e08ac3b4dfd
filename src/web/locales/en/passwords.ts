/** The passwords of third parties and of the utility's own people. */
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
    'We send a 6-digit code to the e-mail address of your account. With it you choose a new password.',
  chooseTitle: 'Choose a new password',
};
