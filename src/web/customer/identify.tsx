import type { VNode } from 'preact';
import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { Heading } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { CallUs } from '../components/phone.tsx';
import { Time } from '../components/time.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { FieldErrors } from '../vocabulary.ts';
import { type IdentifyMethod, MethodForm, methodFields, methodName } from './identify-method.tsx';

export interface IdentifyProps {
  /** Who asks for data; absent when the customer came for "My data sharing". */
  readonly thirdParty?: { readonly name: string };
  /** The ways that this utility offers, best first. Empty while none leads to anybody. */
  readonly methods: readonly IdentifyMethod[];
  /** The one whose form is open; the others are links. */
  readonly chosen: IdentifyMethod['kind'];
  /** Where the forms post. Fields: `method`, `csrf`, and those of the method. */
  readonly action: string;
  readonly errors?: FieldErrors<'email' | 'password' | 'account' | 'fact' | 'customer'>;
  /** Only test customers can go on. */
  readonly sandbox?: boolean;
  /** Too many tries: nothing can be entered before this instant. */
  readonly lockedUntil?: number;
  /** The utility's own sign-in led to nobody whom we know. */
  readonly notFound?: boolean;
}

function OtherMethods({ view, props }: { view: View; props: IdentifyProps }): VNode | null {
  const others = props.methods.filter(({ kind }) => kind !== props.chosen);
  if (others.length === 0) return null;
  const query = (kind: string): string => {
    const [path = '', search = ''] = view.page.url.split('?');
    const parameters = new URLSearchParams(search);
    parameters.set('method', kind);
    return `${path}?${parameters}`;
  };
  return (
    <nav class="other-ways" aria-labelledby="other-ways">
      <h2 id="other-ways">{view.t.identify.otherWays}</h2>
      <ul>
        {others.map((method) => (
          <li>
            <a href={query(method.kind)}>{methodName(view, method)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Locked({ view, until }: { view: View; until: number }): VNode {
  return (
    <Notice tone="warn" live>
      <p>{view.t.identify.locked(view.f.time(until))}</p>
      <p class="visually-hidden">
        <Time view={view} at={until} />
      </p>
    </Notice>
  );
}

/** Step 1 of sharing, and the sign-in of "My data sharing": who are you? One way open, the others a link away. */
export function renderIdentify(page: Page, props: IdentifyProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { thirdParty, methods, chosen, errors, lockedUntil, action } = props;
  const method = methods.find(({ kind }) => kind === chosen) ?? methods[0];
  const title = thirdParty ? t.identify.title : t.identify.titleFor(page.utility.name);
  return renderDocument(
    <Document view={view} title={title} width="narrow" failed={hasErrors(errors)}>
      {method === undefined ? null : (
        <ErrorSummary view={view} errors={errors} fields={methodFields(view, method)} />
      )}
      <Heading title={title} above={thirdParty ? t.identify.step : undefined} />
      <p class="lead">
        {thirdParty ? t.identify.lead(<strong>{thirdParty.name}</strong>) : t.identify.leadSharing}
      </p>
      {props.notFound ? (
        <Notice tone="warn" live>
          <p>{t.identify.notMatchedTitle}</p>
        </Notice>
      ) : null}
      {lockedUntil !== undefined ? (
        <Locked view={view} until={lockedUntil} />
      ) : method === undefined ? (
        <Notice tone="info">
          <p>
            {(props.sandbox && thirdParty ? t.identify.noTestCustomers : t.identify.nobody)(
              page.utility.name,
            )}
          </p>
        </Notice>
      ) : (
        <MethodForm view={view} method={method} action={action} errors={errors} />
      )}
      {lockedUntil === undefined ? <OtherMethods view={view} props={props} /> : null}
      {thirdParty ? (
        <p class="muted small">{t.identify.neverPassword(thirdParty.name, page.utility.name)}</p>
      ) : null}
      <CallUs view={view} small />
    </Document>,
  );
}
