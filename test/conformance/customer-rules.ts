import { childrenNamed, type DocumentFact, type EntryFact, textAt } from './atom-document.ts';
import { addressOf, related } from './atom-rules.ts';

/** Which noun each one is related to, exactly once. */
const parents: Readonly<Record<string, string>> = {
  CustomerAccount: 'Customer',
  CustomerAgreement: 'CustomerAccount',
  ServiceSupplier: 'CustomerAgreement',
  ProgramDateIdMappings: 'CustomerAgreement',
  ServiceLocation: 'CustomerAgreement',
  Meter: 'ServiceLocation',
  EndDevice: 'ServiceLocation',
};

/**
 * FB_51 and 55 to 62: the chain from the Customer down to each device, joined both ways, and the usage points
 * that a location serves.
 *
 * @param usagePoints addresses of the UsagePoints of the same Authorization.
 */
export function customerFaults({ entries }: DocumentFact, usagePoints: readonly string[]): string[] {
  const faults: string[] = [];
  const named = (name: string): EntryFact[] => entries.filter(({ content }) => content.name === name);
  if (named('Customer').length === 0) faults.push('no Customer');
  for (const [child, parent] of Object.entries(parents)) {
    if (named(child).length === 0) faults.push(`no ${child}`);
    for (const entry of named(child)) {
      const self = addressOf(entry, 'self');
      const above = named(parent).filter((candidate) =>
        related(entry).includes(addressOf(candidate, 'self')),
      );
      if (above.length !== 1) faults.push(`${self}: not related to exactly one ${parent}`);
      const owner = named(parent).filter((candidate) => related(candidate).includes(addressOf(entry, 'up')));
      if (owner.length !== 1) faults.push(`${self}: up is related to ${owner.length} of ${parent}`);
      if (above[0] && !self.startsWith(`${addressOf(above[0], 'self')}/`))
        faults.push(`${self}: not below its ${parent}`);
    }
  }
  for (const { content } of named('Customer')) {
    const address = ['Organisation', 'streetAddress'] as const;
    for (const path of [
      ['streetDetail', 'addressGeneral'],
      ['townDetail', 'name'],
      ['townDetail', 'stateOrProvince'],
    ])
      if (textAt(content, ...address, ...path) === undefined) faults.push(`Customer: no ${path.join('/')}`);
  }
  for (const { content } of named('CustomerAccount'))
    if (textAt(content, 'accountId') === undefined) faults.push('CustomerAccount: no accountId');
  const served = named('ServiceLocation').flatMap(({ content }) =>
    childrenNamed(content, 'UsagePoints').flatMap((list) =>
      childrenNamed(list, 'UsagePoint').map(({ text }) => text),
    ),
  );
  if (served.length === 0) faults.push('no ServiceLocation serves a UsagePoint');
  faults.push(
    ...served
      .filter((address) => !usagePoints.includes(address))
      .map((address) => `${address}: no such UsagePoint`),
  );
  for (const zone of named('LocalTimeParameters')) {
    const users = [...named('Customer'), ...named('ServiceLocation')];
    if (!users.some((entry) => related(entry).includes(addressOf(zone, 'self'))))
      faults.push(`${addressOf(zone, 'self')}: nobody's time zone`);
  }
  return faults;
}
