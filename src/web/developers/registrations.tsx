import { Document, renderDocument } from '../components/document.tsx';
import { ButtonLink } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { RegistrationStatus } from '../components/registration.tsx';
import { Table } from '../components/table.tsx';
import { type Page, viewOf } from '../page.ts';
import { pathsBelow } from '../paths.ts';
import type { RegistrationFace } from '../registration-face.ts';
import { developerNavigation } from './navigation.ts';

/** All registrations of the account, at whichever utility of this custodian. */
export interface RegistrationsProps {
  readonly registrations: readonly {
    readonly registration: RegistrationFace;
    readonly utility: { readonly name: string; readonly base: string };
    readonly activeAuthorizations: number;
  }[];
}

/** The home of a third party. */
export function renderRegistrations(page: Page, { registrations }: RegistrationsProps): string {
  const view = viewOf(page);
  const { t, f, paths } = view;
  return renderDocument(
    <Document
      view={view}
      title={t.developers.registrationsTitle}
      width="wide"
      nav={developerNavigation(view)}
    >
      <Heading title={t.developers.registrationsTitle}>
        <ButtonLink href={paths.register} look="primary">
          {t.developers.register}
        </ButtonLink>
      </Heading>
      <div class="card">
        <Table
          caption={t.developers.registrationsTitle}
          rows={registrations}
          empty={<p>{t.developers.registrationsEmpty}</p>}
          columns={[
            {
              head: t.developers.app,
              rowHead: true,
              cell: ({ registration, utility }) => (
                <a href={pathsBelow(utility.base).registration(registration.uid)}>{registration.name}</a>
              ),
            },
            { head: t.developers.utility, cell: ({ utility }) => utility.name },
            {
              head: t.developers.state,
              cell: ({ registration }) => <RegistrationStatus view={view} state={registration.state} />,
            },
            {
              head: t.developers.activeAuthorizations,
              numeric: true,
              cell: ({ activeAuthorizations }) => f.number(activeAuthorizations),
            },
          ]}
        />
      </div>
    </Document>,
  );
}
