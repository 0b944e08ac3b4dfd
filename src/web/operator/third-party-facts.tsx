import type { VNode } from 'preact';
import { Facts } from '../components/facts.tsx';
import { Button, Form } from '../components/form.tsx';
import { Status } from '../components/notice.tsx';
import { Address } from '../components/registration.tsx';
import { Time } from '../components/time.tsx';
import type { View } from '../page.ts';
import type { RedirectUri, RegistrationDetails } from '../registration-face.ts';

function RedirectUris({ view, uris }: { view: View; uris: readonly RedirectUri[] }): VNode {
  const words = view.t.operator;
  return (
    <ul class="plain">
      {uris.map(({ uri, state }) => (
        <li>
          <code>{uri}</code>
          {state === 'approved' ? null : (
            <Form view={view} class="inline-actions">
              <Status tone="warn">{words.uriWaiting}</Status>
              <input type="hidden" name="uri" value={uri} />
              <Button look="link" name="intent" value="approve_uri">
                {words.approveUri}
                <span class="visually-hidden"> {uri}</span>
              </Button>
              <Button look="link" name="intent" value="refuse_uri">
                {words.refuseUri}
                <span class="visually-hidden"> {uri}</span>
              </Button>
            </Form>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What a third party told about itself, with a decision beside each redirect URI that waits. */
export function ThirdPartyFacts({ view, details }: { view: View; details: RegistrationDetails }): VNode {
  const words = view.t.operator;
  return (
    <Facts
      facts={[
        [words.site, <Address url={details.siteUrl} />],
        [words.purposeEn, details.purposeEn && <q lang="en-CA">{details.purposeEn}</q>],
        [words.purposeFr, details.purposeFr && <q lang="fr-CA">{details.purposeFr}</q>],
        [words.privacyUrl, details.privacyUrl && <Address url={details.privacyUrl} />],
        [words.termsUrl, details.termsUrl && <Address url={details.termsUrl} />],
        [words.customerContact, details.customerContact],
        [words.contactEmail, details.contactEmail],
        [words.customerData, words.customerDataNeed(details.needsCustomerData)],
        [words.clientId, <code class="copy">{details.clientId}</code>],
        [words.redirectUris, <RedirectUris view={view} uris={details.redirectUris} />],
        [words.notifyUri, details.notifyUri && <code>{details.notifyUri}</code>],
        [words.scopes, details.scopes.map((scope) => <code class="block">{scope}</code>)],
        [
          words.termsVersion,
          <>
            {details.terms.version} · <Time view={view} at={details.terms.at} as="date" />
          </>,
        ],
        [words.registered, <Time view={view} at={details.registeredAt} />],
      ]}
    />
  );
}
