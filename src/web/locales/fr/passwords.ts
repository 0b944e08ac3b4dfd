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
    'Nous envoyons un lien à l’adresse courriel de votre compte. Il fonctionne pendant une heure, et permet de choisir un nouveau mot de passe.',
  resetSend: 'Envoyez-moi le lien',
  resetSent: 'S’il existe un compte avec cette adresse, le lien lui est envoyé.',
  resetKept:
    'S’il existe un compte avec cette adresse, le lien a été écrit mais non envoyé\u00a0: aucun serveur de courriel n’est configuré. La personne qui exploite le serveur le trouve dans la boîte d’envoi.',
  resetOften: (time) =>
    `Des liens ont été envoyés plusieurs fois à cette adresse. Cherchez le courriel, ou revenez à ${time}.`,
  resetOver: 'Ce lien est trop ancien, ou a déjà servi. Demandez-en un nouveau.',
  chooseTitle: 'Choisir un nouveau mot de passe',
};
