import { pluralIn } from '../../plural.ts';
import type { identify as english } from '../en/identify.ts';

const plural = pluralIn('fr');

export const identify: typeof english = {
  step: 'Étape 1 de 2',
  title: 'Ouvrez une session pour continuer',
  titleFor: (utility) => `Ouvrir une session chez ${utility}`,
  lead: (thirdParty) => [
    thirdParty,
    ' aimerait voir vos données d’énergie. D’abord, dites-nous qui vous êtes. Vous choisirez ce qui est partagé à la page suivante.',
  ],
  leadSharing: 'Voyez avec qui vous partagez vos données d’énergie et cessez le partage en tout temps.',
  neverPassword: (thirdParty, utility) =>
    `Vous êtes sur le site de ${utility}. ${thirdParty} ne voit jamais ce que vous entrez ici.`,
  otherWays: 'Autres façons de continuer',
  methods: {
    password: 'Courriel et mot de passe',
    email_code: 'Un code par courriel',
    lookup: 'Numéro de compte et facture',
    openid: (utility) => `Ma session ${utility}`,
    test: 'Clients fictifs',
  },
  email: 'Adresse courriel',
  password: 'Mot de passe',
  signIn: 'Ouvrir la session',
  emailCodeHint: 'L’adresse inscrite à votre dossier. Nous y enverrons un code de 6 chiffres.',
  sendCode: 'Envoyez-moi un code',
  accountNumber: 'Numéro de compte',
  accountNumberHint: 'Dans le haut de votre facture.',
  billTotalHint: 'Comme sur la facture, par exemple 84,20.',
  billDateHint: 'Comme sur la facture, l’année d’abord\u00a0: 2026-11-02.',
  lookupNext: 'Vous recevrez ensuite un code à l’adresse courriel inscrite à votre dossier.',
  continue: 'Continuer',
  openidText: (utility) => `Vous passez par la page de connexion de ${utility}, puis revenez ici.`,
  openidButton: (utility) => `Continuer avec ${utility}`,
  testText: 'Choisissez un client fictif. Ses données sont inventées.',
  testButton: 'Continuer en tant que',
  locked: (time) =>
    `Trop d’essais. Pour votre sécurité, attendez jusqu’à ${time} avant d’essayer de nouveau.`,
  nobody: (utility) => `${utility} n’a pas encore prévu de façon d’ouvrir une session.`,
  noTestCustomers: (utility) =>
    `Cette application est encore à l’essai, et ${utility} n’a pas encore de clients fictifs pour elle.`,
  notMatchedTitle: 'Nous ne vous avons pas trouvé',
  callUs: (phone) => ['Besoin d’aide? Appelez au ', phone, '.'],

  chooseTitle: 'Choisissez un client',
  chooseText:
    'Nous vous connaissons comme plusieurs clients. Choisissez celui avec lequel vous voulez continuer.',
  accounts: (numbers) => (numbers.length === 1 ? `Compte ${numbers[0]}` : `Comptes ${numbers.join(', ')}`),

  codeTitle: 'Entrez votre code',
  sentTo: {
    email: (masked) => `Nous avons envoyé un code de 6 chiffres par courriel à ${masked}.`,
    sms: (masked) => `Nous avons envoyé un code de 6 chiffres par message texte au ${masked}.`,
  },
  keptFor: (masked) =>
    `Nous avons écrit un courriel avec un code de 6 chiffres à ${masked}, mais il n’a pas été envoyé.`,
  kept: 'Aucun courriel ne quitte ce serveur\u00a0: aucun serveur de courriel n’est configuré. Le code se trouve dans la boîte d’envoi, que voit le personnel du distributeur.',
  renewed: 'Nous avons écrit un nouveau code. Seul le dernier fonctionne.',
  codeLabel: 'Code de 6 chiffres',
  codeExpires: (time) => `Le code est valide jusqu’à ${time}.`,
  triesLeft: (tries) => plural(tries, { one: 'Il reste # essai.', other: 'Il reste # essais.' }),
  resend: 'Envoyer un nouveau code',
  resent: 'Nous avons envoyé un nouveau code. Seul le dernier fonctionne.',
  oldContact: (phone) => ['Vous n’utilisez plus ce moyen? Appelez au ', phone, '.'],
  startOver: 'Recommencer',
};
