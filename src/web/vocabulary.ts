/** Closed lists of what pages talk about. Each member has words in every catalog. */

/** What a meter measures. */
export type ServiceKind = 'electricity' | 'gas' | 'water' | 'heat' | 'other';

/** Why a meter cannot be shared. */
export type UnavailableReason = 'closed' | 'no_data' | 'not_offered' | 'not_holder';

/** A fact from the bill that proves who somebody is. */
export type BillFact = 'postal_code' | 'bill_total' | 'bill_date' | 'meter_number' | 'phone' | 'last_name';

/** How a one-time code is sent. */
export type CodeChannel = 'email' | 'sms';

/** How sharing came to its end. */
export type EndCause = 'customer' | 'third_party' | 'operator' | 'expired' | 'idle' | 'security';

/** Why a customer stops: asked, never required. */
export type StopReason = 'done' | 'not_used' | 'worried' | 'mistake' | 'other';

/**
 * Where a registration stands. Before `live` it works with test customers only (the sandbox): `waiting` for the
 * operator, `question` asked, `declined`, or `approved`, which lets the third party switch itself to `live`.
 */
export type RegistrationState =
  | 'waiting'
  | 'question'
  | 'declined'
  | 'approved'
  | 'live'
  | 'suspended'
  | 'terminated';

/** Where an authorization stands. */
export type AuthorizationState = 'active' | 'ended' | 'declined';

/** How long an old secret still works after a new one was made. */
export type SecretOverlap = 'none' | 'day' | 'week';

/** A story that a test customer plays. */
export type TestScenario =
  | 'home'
  | 'flat'
  | 'solar'
  | 'gas'
  | 'water'
  | 'commercial'
  | 'clock_change'
  | 'gaps'
  | 'corrected_bill'
  | 'closed'
  | 'empty'
  | 'slow_batch'
  | 'expired'
  | 'large';

/** What an operator decides about a registration. */
export type ReviewDecision = 'approve' | 'ask' | 'decline';

/** Why a request of a third party was refused. */
export type RefusalCode =
  | 'token_missing'
  | 'token_unknown'
  | 'token_expired'
  | 'token_replaced'
  | 'token_wrong_kind'
  | 'authorization_ended'
  | 'scope_insufficient'
  | 'not_yours'
  | 'client_unknown'
  | 'secret_missing'
  | 'secret_wrong'
  | 'certificate_wrong'
  | 'redirect_uri_unknown'
  | 'redirect_uri_differs'
  | 'code_unknown'
  | 'code_used'
  | 'code_expired'
  | 'verifier_wrong'
  | 'refresh_reused'
  | 'parameter_invalid'
  | 'registration_suspended'
  | 'throttled';

/** What is wrong with a field of a form. */
export type FieldError =
  | 'required'
  | 'too_long'
  | 'email_invalid'
  | 'email_taken'
  | 'password_short'
  | 'credentials_wrong'
  | 'password_wrong'
  | 'not_matched'
  | 'code_wrong'
  | 'code_expired'
  | 'choose_meter'
  | 'choose_one'
  | 'date_invalid'
  | 'date_out_of_range'
  | 'url_invalid'
  | 'url_not_https'
  | 'url_has_fragment'
  | 'redirect_uri_duplicate'
  | 'name_taken'
  | 'scope_invalid'
  | 'logo_type'
  | 'logo_size'
  | 'terms'
  | 'reason_required'
  | 'name_differs';

/** Errors by field name, as a form is shown again. */
export type FieldErrors<Name extends string> = Readonly<Partial<Record<Name, FieldError>>>;

/** What a new app has done in the sandbox, found in the request log. */
export type ChecklistStep = 'token' | 'authorized' | 'batch' | 'notified' | 'refreshed' | 'revoked';

/** Secrets of a registration that are shown once. */
export type SecretKind = 'client_secret' | 'registration_access_token' | 'api_token';

/** What happened to an authorization, in the order of its life. */
export type AuthorizationEvent =
  | 'granted'
  | 'entered'
  | 'entered_by_command'
  | 'token_issued'
  | 'first_read'
  | 'last_read'
  | 'notified'
  | 'notification_failed'
  | 'ended';

/** What happened to a registration. */
export type RegistrationEvent =
  | 'registered'
  | 'changed'
  | 'redirect_uri_asked'
  | 'redirect_uri_approved'
  | 'redirect_uri_refused'
  | 'question_asked'
  | 'answered'
  | 'approved'
  | 'declined'
  | 'went_live'
  | 'went_sandbox'
  | 'suspended'
  | 'resumed'
  | 'terminated'
  | 'secret_replaced';

/** How a customer was identified before consenting. */
export type IdentifyKind = 'password' | 'email_code' | 'lookup' | 'openid' | 'test';
