import type { ComponentChildren, VNode } from 'preact';
import { FieldErrorText, FileField, TextArea, TextField } from '../components/field.tsx';
import { Card } from '../components/heading.tsx';
import type { View } from '../page.ts';
import type { FieldErrors } from '../vocabulary.ts';

/** What was entered, as text. */
export interface RegisterValues {
  readonly name: string;
  readonly company: string;
  readonly siteUrl: string;
  readonly purposeEn: string;
  readonly purposeFr: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  readonly customerContact: string;
  readonly contactEmail: string;
  /** One a line. */
  readonly redirectUris: string;
  readonly notifyUri: string;
  readonly scope: string;
  /** `needed`, or empty. */
  readonly customerData: string;
}

export type RegisterFieldName = keyof RegisterValues | 'logo' | 'terms';

interface FieldsProps {
  readonly mode: 'new' | 'edit';
  readonly values: RegisterValues;
  readonly errors?: FieldErrors<RegisterFieldName>;
  readonly logoUrl?: string;
  readonly terms: { readonly version: string; readonly url: string; readonly accepted: boolean };
}

/** Label of each field, in the order of the form. */
export function fieldLabels({ t }: View): Record<RegisterFieldName, string> {
  const words = t.registration;
  return {
    name: words.name,
    company: words.company,
    siteUrl: words.site,
    logo: words.logo,
    purposeEn: words.purposeEn,
    purposeFr: words.purposeFr,
    privacyUrl: words.privacyUrl,
    termsUrl: words.termsUrl,
    customerContact: words.customerContact,
    redirectUris: words.redirectUris,
    notifyUri: words.notifyUri,
    scope: words.scope,
    customerData: words.customerData,
    contactEmail: words.contactEmail,
    terms: words.parts.terms,
  };
}

type Options = Partial<Omit<Parameters<typeof TextField>[0], 'view' | 'name' | 'label'>>;

/** A maker of the fields of this form: text in, name by name. */
function fieldMaker(view: View, { values, errors }: FieldsProps) {
  const labels = fieldLabels(view);
  const common = (name: keyof RegisterValues) => ({
    view,
    name,
    label: labels[name],
    value: values[name],
    error: errors?.[name],
  });
  return {
    text: (name: keyof RegisterValues, options: Options = {}): VNode => (
      <TextField {...common(name)} {...options} />
    ),
    lines: (
      name: keyof RegisterValues,
      options: { hint: ComponentChildren; lang?: string; code?: boolean; optional?: boolean },
    ) => <TextArea {...common(name)} {...options} />,
  };
}

/** Whether customers may leave their personal data out. */
function CustomerData({ view, needed }: { view: View; needed: boolean }): VNode {
  const words = view.t.registration;
  return (
    <div class="field">
      <div class="tick">
        <input
          type="checkbox"
          id="customerData"
          name="customerData"
          value="needed"
          checked={needed}
          aria-describedby="customerData-hint"
        />
        <label for="customerData">{words.customerData}</label>
      </div>
      <p class="hint" id="customerData-hint">
        {words.customerDataHint}
      </p>
    </div>
  );
}

function Terms({ view, props }: { view: View; props: FieldsProps }): VNode {
  const { t } = view;
  const error = props.errors?.terms;
  return (
    <Card title={t.registration.parts.terms}>
      <div class={error === undefined ? 'field' : 'field failed'}>
        <FieldErrorText view={view} name="terms" error={error} />
        <div class="tick">
          <input
            type="checkbox"
            id="terms"
            name="terms"
            value="accepted"
            checked={props.terms.accepted}
            aria-describedby={error === undefined ? undefined : 'terms-error'}
          />
          <label for="terms">{t.registration.termsText(props.terms.version)}</label>
        </div>
        <p>
          <a href={props.terms.url}>{t.registration.termsLink}</a>
        </p>
      </div>
    </Card>
  );
}

/** The fields of a registration, by what they are for. */
export function RegisterFields({ view, props }: { view: View; props: FieldsProps }): VNode {
  const { t, page } = view;
  const words = t.registration;
  const { text, lines } = fieldMaker(view, props);
  const logoHint = props.logoUrl === undefined ? words.logoHint : `${words.logoHint} ${words.logoKept}`;
  return (
    <>
      <Card title={words.parts.who}>
        {text('name', { hint: words.nameHint })}
        {text('company', { hint: words.companyHint, autocomplete: 'organization' })}
        {text('siteUrl', { type: 'url', autocomplete: 'url' })}
        <FileField
          view={view}
          name="logo"
          label={words.logo}
          hint={logoHint}
          optional
          accept="image/png,image/jpeg"
          error={props.errors?.logo}
        />
        {props.logoUrl?.startsWith('data:') ? (
          <input type="hidden" name="logoSent" value={props.logoUrl} />
        ) : null}
      </Card>
      <Card title={words.parts.customers}>
        {lines('purposeEn', { hint: words.purposeHint, lang: 'en-CA' })}
        {lines('purposeFr', { hint: words.purposeFrHint, lang: 'fr-CA', optional: true })}
        {text('privacyUrl', { type: 'url' })}
        {text('termsUrl', { type: 'url', optional: true })}
        {text('customerContact', { hint: words.customerContactHint })}
        <CustomerData view={view} needed={props.values.customerData === 'needed'} />
      </Card>
      <Card title={words.parts.technical}>
        {lines('redirectUris', {
          hint: `${words.redirectUrisHint} ${words.redirectUrisReview(page.utility.name)}`,
          code: true,
        })}
        {text('notifyUri', { hint: words.notifyUriHint, type: 'url', optional: true })}
        {text('scope', { hint: words.scopeHint })}
      </Card>
      <Card title={words.parts.contact}>
        {text('contactEmail', { hint: words.contactEmailHint, type: 'email', autocomplete: 'email' })}
      </Card>
      {props.mode === 'new' ? <Terms view={view} props={props} /> : null}
    </>
  );
}
