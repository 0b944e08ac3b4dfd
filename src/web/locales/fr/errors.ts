import type { errors as english } from '../en/errors.ts';

export const errors: typeof english = {
  required: 'Remplissez ce champ.',
  too_long: 'Ce texte est trop long. Veuillez le raccourcir.',
  email_invalid: 'Entrez une adresse courriel comme nom@exemple.com.',
  email_taken: 'Un compte existe déjà avec cette adresse courriel. Ouvrez plutôt une session.',
  password_short: 'Utilisez au moins 12 caractères. Quelques mots à la suite conviennent bien.',
  credentials_wrong: 'L’adresse courriel et le mot de passe ne correspondent pas. Essayez de nouveau.',
  password_wrong: 'Ce n’est pas votre mot de passe actuel. Essayez de nouveau.',
  not_matched:
    'Nous n’avons trouvé aucun compte avec ces renseignements. Vérifiez-les sur votre facture et essayez de nouveau.',
  code_wrong: 'Ce n’est pas le code envoyé. Vérifiez les 6 chiffres et essayez de nouveau.',
  code_expired: 'Ce code n’est plus valide. Demandez-en un nouveau.',
  choose_meter: 'Choisissez au moins un compteur.',
  choose_one: 'Choisissez une des réponses.',
  date_invalid: 'Entrez une date comme 2027-11-23.',
  date_out_of_range: 'Choisissez une date dans la période indiquée.',
  url_invalid: 'Entrez une adresse Web complète, comme https://exemple.com/page.',
  url_not_https:
    'Chaque adresse doit commencer par https://. Seul http://localhost est permis, pour les essais.',
  url_has_fragment: 'Une adresse ne doit pas contenir le signe #.',
  redirect_uri_duplicate: 'La même adresse y est deux fois.',
  logo_type: 'Envoyez une image PNG ou JPEG.',
  logo_size: 'Cette image est trop grande. Envoyez-en une d’au plus 200 ko, de 16 à 2000 pixels de côté.',
  name_taken: 'Une autre application porte déjà ce nom ici. Choisissez-en un autre.',
  scope_invalid: 'Cette portée est illisible. Écrivez par exemple FB=1_3_4_5_13_39;IntervalDuration=3600.',
  terms: 'Cochez la case pour accepter les conditions.',
  reason_required: 'Écrivez la raison. Elle sera envoyée avec le message.',
  name_differs: 'Tapez le nom exactement comme il est affiché.',
};
