import type { VNode } from 'preact';
import type { DataKind } from '../../espi/function-blocks.ts';
import type { History, MeterFace, Until } from '../grant.ts';
import type { View } from '../page.ts';

/** `Electricity · meter 8802114 · account ending in 4471` */
export function meterLine({ t }: View, meter: MeterFace): string {
  return [
    t.terms.services[meter.service],
    meter.meterNumber === undefined ? undefined : t.consent.meterNumber(meter.meterNumber),
    meter.accountEnding === undefined ? undefined : t.consent.accountEnding(meter.accountEnding),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** `The last 24 months`, or what stands for it. */
export function historyWords({ t, f }: View, history: History): string {
  if (history.kind === 'none') return t.consent.historyNone;
  if (history.kind === 'all') return t.consent.historyAll;
  return history.kind === 'months'
    ? t.consent.historyMonths(history.months)
    : t.consent.historySince(f.date(history.at));
}

/** `Until November 23, 2027`, or what stands for it. */
export function untilWords({ t, f }: View, until: Until): string {
  if (until.kind === 'until_stopped') return t.sharing.untilStopped;
  return until.kind === 'once' ? f.dateTime(until.at) : f.date(until.at);
}

/** The names of kinds of data in one line. */
export function kindNames({ t }: View, kinds: readonly DataKind[]): string {
  return kinds.map((kind) => t.dataKinds[kind].name).join(' · ');
}

/** Meters, one a line. */
export function MeterList({ view, meters }: { view: View; meters: readonly MeterFace[] }): VNode {
  return (
    <ul class="plain">
      {meters.map((meter) => (
        <li>
          {meter.address}
          <br />
          <span class="muted small">{meterLine(view, meter)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Kinds of data, each with its exact list to open. */
export function DataKindList({ view, kinds }: { view: View; kinds: readonly DataKind[] }): VNode {
  return (
    <ul class="plain">
      {kinds.map((kind) => (
        <li>
          {view.t.dataKinds[kind].name}
          <DataKindDetails view={view} kind={kind} />
        </li>
      ))}
    </ul>
  );
}

/** What exactly is in a kind of data, folded away until asked for; open on paper. */
export function DataKindDetails({ view: { t }, kind }: { view: View; kind: DataKind }): VNode {
  const { name, items } = t.dataKinds[kind];
  return (
    <details>
      <summary>
        {t.consent.details}
        <span class="visually-hidden"> {name}</span>
      </summary>
      <ul>
        {items.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    </details>
  );
}
