import { pluralIn } from '../../plural.ts';
import type { mails as english } from '../en/mails.ts';

const plural = pluralIn('fr');

export const mails: typeof english = {
  hello: (name) => `Bonjour ${name},`,
  help: (utility, phone) => `Des questions? Appelez ${utility} au ${phone}.`,
  noReply: 'Ce courriel a été envoyé automatiquement. Veuillez ne pas y répondre.',
  complaint: (url) => `Si vous n’êtes pas satisfait de la façon dont vos données sont traitées\u00a0: ${url}`,

  codeSubject: (code) => `${code} est votre code`,
  codeText: (thirdParty) =>
    thirdParty === undefined
      ? 'Entrez ce code pour ouvrir une session\u00a0:'
      : `Entrez ce code pour continuer. ${thirdParty} aimerait voir vos données d’énergie; vous choisirez à la page suivante.`,
  codeExpires: (time) => `Il fonctionne une seule fois, jusqu’à ${time}.`,
  codeWarning:
    'Personne chez nous ne vous le demandera jamais. Si vous n’avez pas demandé de code, ne faites rien.',

  resetSubject: 'Choisir un nouveau mot de passe',
  resetText: (email) => `Quelqu’un, sans doute vous, veut choisir un nouveau mot de passe pour ${email}.`,
  resetExpires: (time) => `Le lien fonctionne une seule fois, jusqu’à ${time}.`,
  resetIgnore: 'Si ce n’était pas vous, ne faites rien\u00a0: votre mot de passe reste le même.',
  passwordSubject: 'Votre mot de passe a été changé',
  passwordText: (email) =>
    `Le mot de passe avec lequel ${email} ouvre une session vient d’être changé. Les autres sessions sont fermées.`,
  passwordWarning: 'Si ce n’était pas vous, choisissez un nouveau mot de passe sans attendre\u00a0:',
  passwordWarningOf: {
    operator: 'Si ce n’était pas vous, prévenez sans attendre la personne qui exploite le serveur.',
    customer: 'Si ce n’était pas vous, prévenez-nous sans attendre.',
  },
  passwordButton: 'Choisir un nouveau mot de passe',

  receiptSubject: (thirdParty) => `Vous partagez vos données d’énergie avec ${thirdParty}`,
  receiptText: (thirdParty) => `Vous avez accepté que ${thirdParty} puisse lire ces données\u00a0:`,
  receiptStop: 'Vous pouvez cesser le partage en tout temps, avec effet immédiat.',
  receiptButton: 'Partage de mes données',
  stopButton: 'Cesser le partage',

  expiringSubject: (thirdParty) => `Le partage avec ${thirdParty} prend bientôt fin`,
  expiringText: (thirdParty, date) =>
    `${thirdParty} peut lire vos données d’énergie jusqu’au ${date}. Le partage prend ensuite fin de lui-même\u00a0: vous n’avez rien à faire.`,
  expiringNext: (thirdParty) =>
    `Si vous voulez continuer, demandez à ${thirdParty} de vous le proposer de nouveau.`,

  yearlySubject: (thirdParty) => `Vous partagez toujours vos données d’énergie avec ${thirdParty}`,
  yearlyText: (thirdParty) =>
    `Nous vous le rappelons une fois par année. ${thirdParty} peut lire ces données, parce que vous avez dit oui\u00a0:`,

  endedSubject: (thirdParty) => `${thirdParty} ne peut plus lire vos données d’énergie`,
  endedAt: (time) => `Le partage a pris fin le ${time}.`,
  endedKeeps: (thirdParty) =>
    `${thirdParty} peut garder ce qui a été lu jusque-là. Demandez-lui de le supprimer si vous le souhaitez.`,
  endedButton: 'Partage de mes données',

  registeredSubject: (app) => `${app} est inscrite`,
  registeredText: (app, utility) =>
    `${app} est inscrite auprès de ${utility}. Le bac à sable fonctionne déjà\u00a0: essayez-le avec nos clients fictifs.`,
  registeredReview: (days) =>
    `Nous examinons votre inscription. Cela prend d’habitude ${plural(days, { one: '# jour', other: '# jours' })}; nous vous écrirons.`,
  openApp: 'Ouvrir votre application',

  approvedSubject: (app) => `${app} peut passer en service`,
  approvedText: (app) =>
    `Votre inscription de ${app} est approuvée. Passez en service sur sa page quand vous serez prêt.`,

  questionSubject: (app) => `Une question au sujet de ${app}`,
  questionText: (app) => `Avant que nous puissions approuver ${app}, veuillez répondre à ceci\u00a0:`,
  answerButton: 'Répondre',

  declinedSubject: (app) => `${app} a été refusée`,
  declinedText: (app) => `Nous ne pouvons pas approuver ${app}. La raison\u00a0:`,
  declinedNext:
    'Le bac à sable fonctionne encore. Vous pouvez modifier votre inscription et demander un nouvel examen.',

  suspended: {
    subject: (app: string) => `${app} est suspendue`,
    text: (app: string, utility: string) =>
      `${utility} a suspendu ${app} : aucun jeton ne fonctionne et personne ne peut partager avec elle. La raison :`,
  },
  terminated: {
    subject: (app: string) => `${app} a été résiliée`,
    text: (app: string, utility: string) =>
      `${utility} a mis fin pour de bon à l’inscription de ${app}, avec toutes ses autorisations. La raison :`,
  },
  resumedSubject: (app: string) => `${app} fonctionne de nouveau`,
  resumedText: (app: string) => `${app} n’est plus suspendue. Ses jetons fonctionnent de nouveau.`,

  pausedSubject: (app) => `Les avis de ${app} sont en pause`,
  pausedText: (app) =>
    `Nous n’envoyons plus les avis de ${app} à cette adresse, parce qu’elle a répondu 410 (disparu)\u00a0:`,
  pausedNext: 'Sur la page de votre application, vous pouvez les reprendre et renvoyer ce qui a été manqué.',

  reuseSubject: (app) => `Un jeton d’actualisation de ${app} a servi deux fois`,
  reuseText: (app) =>
    `Un jeton d’actualisation de ${app} a servi de nouveau après avoir été remplacé. Il a pu être volé\u00a0: nous avons révoqué tous les jetons de cette autorisation. Le consentement du client tient toujours.`,
  reuseNext: 'Demandez au tiers ce qui s’est passé. Dans le doute, mettez fin à l’autorisation.',
  reuseButton: 'Ouvrir l’autorisation',

  redirectSubject: (app) => `Les adresses de retour de ${app} ont changé`,
  redirectText: (app) =>
    `Une personne ayant accès à ${app} a demandé cette adresse de retour (redirect URI)\u00a0:`,
  redirectApproved: (app) =>
    `Cette adresse de retour (redirect URI) de ${app} est approuvée et fonctionne\u00a0:`,
  redirectRefused: (app) => `Nous avons refusé cette adresse de retour (redirect URI) de ${app}\u00a0:`,
  redirectWaits:
    'Elle ne fonctionne pas avant notre approbation. Si ce n’était pas vous, remplacez vos secrets et appelez-nous.',
};
