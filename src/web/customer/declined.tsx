import { Document, renderDocument } from '../components/document.tsx';
import { Heading } from '../components/heading.tsx';
import { type Page, viewOf } from '../page.ts';

/** The customer said no to a third party that named no address to go back to. */
export function renderDeclined(
  page: Page,
  { thirdParty }: { readonly thirdParty: { readonly name: string } },
): string {
  const view = viewOf(page);
  const { t, paths } = view;
  return renderDocument(
    <Document view={view} title={t.consent.declinedTitle} width="narrow">
      <Heading title={t.consent.declinedTitle} />
      <p class="lead">{t.consent.declinedText(thirdParty.name)}</p>
      <p>
        <a href={paths.sharing}>{t.sharing.title}</a>
      </p>
    </Document>,
  );
}
