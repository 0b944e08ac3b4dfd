import type { passwords as english } from '../en/passwords.ts';

export const passwords: typeof english = {
  title: 'Votre mot de passe',
  lead: (email) => `Vous ouvrez une session avec ${email}.`,
  current: 'Mot de passe actuel',
  password: 'Nouveau mot de passe',
  change: 'Changer le mot de passe',
  changed: 'Votre mot de passe est changé. Vos autres sessions sont fermées.',
  locked: (time) => `Trop d’essais. Veuillez revenir à ${time}.`,
  forgot: 'Mot de passe oublié?',
  forgotOperator: 'Mot de passe oublié? La personne qui exploite ce serveur vous en donne un nouveau.',
  resetTitle: 'Mot de passe oublié?',
  resetLead:
    'Nous envoyons un code à 6 chiffres à l’adresse courriel de votre compte. Il permet de choisir un nouveau mot de passe.',
  chooseTitle: 'Choisir un nouveau mot de passe',
};
