import type { FieldError } from '../../vocabulary.ts';

/** What is wrong with a field, and what to do. */
export const errors: Record<FieldError, string> = {
  required: 'Fill in this field.',
  too_long: 'This is too long. Please shorten it.',
  email_invalid: 'Enter an e-mail address such as name@example.com.',
  email_taken: 'There is already an account with this e-mail address. Sign in instead.',
  password_short: 'Use at least 12 characters. A few words in a row work well.',
  credentials_wrong: 'The e-mail address and password do not match. Try again.',
  not_matched: 'We found no account with these details. Check both against your bill and try again.',
  code_wrong: 'This is not the code we sent. Check the 6 digits and try again.',
  code_expired: 'This code is too old. Ask for a new one.',
  choose_meter: 'Choose at least one meter.',
  choose_one: 'Choose one of the answers.',
  date_invalid: 'Enter a date such as 2027-11-23.',
  date_out_of_range: 'Choose a date within the range shown.',
  url_invalid: 'Enter a full web address, such as https://example.com/path.',
  url_not_https: 'Each address must begin with https://. Only http://localhost may do without, for testing.',
  url_has_fragment: 'An address must not contain the # sign.',
  redirect_uri_duplicate: 'The same address is there twice.',
  logo_type: 'Send a PNG or JPEG picture.',
  logo_size: 'This picture is too big. Send one of at most 200 kB, 16 to 2000 pixels wide and high.',
  name_taken: 'Another app here has this name. Choose another one.',
  scope_invalid: 'This scope cannot be read. Write for example FB=1_3_4_5_13_39;IntervalDuration=3600.',
  terms: 'Tick the box to accept the terms.',
  reason_required: 'Write the reason. It will be sent with the message.',
  name_differs: 'Type the name exactly as it is shown.',
};
