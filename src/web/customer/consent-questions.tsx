import type { VNode } from 'preact';
import { Choice, ChoiceGroup, FixedChoice } from '../components/choice.tsx';
import { TextField } from '../components/field.tsx';
import { DataKindDetails, historyWords, meterLine } from '../components/grant-words.tsx';
import type { History } from '../grant.ts';
import type { View } from '../page.ts';
import type { ConsentDataKind, ConsentMeter, ConsentProps, DurationChoice } from './consent-props.ts';

interface QuestionProps {
  readonly view: View;
  readonly props: ConsentProps;
}

function Meter({ view, meter, fixed }: { view: View; meter: ConsentMeter; fixed: boolean }): VNode {
  const { t, f, page } = view;
  const closed = meter.closedOn === undefined ? '' : ` · ${t.consent.closedOn(f.date(meter.closedOn))}`;
  const line = `${meterLine(view, meter)}${closed}`;
  if (meter.unavailable !== undefined)
    return (
      <FixedChoice
        state="unavailable"
        mark={t.consent.notAvailable}
        label={meter.address}
        description={
          <>
            <p>{line}</p>
            <p class="reason">{t.consent.unavailable[meter.unavailable](page.utility.name)}</p>
          </>
        }
      />
    );
  if (fixed)
    return (
      <FixedChoice
        state="included"
        mark={t.consent.included}
        label={meter.address}
        description={<p>{line}</p>}
      />
    );
  return (
    <Choice
      type="checkbox"
      name="meter"
      value={meter.uid}
      checked={meter.checked}
      label={meter.address}
      description={<p>{line}</p>}
    />
  );
}

/** Which meters: those that cannot be shared are there too, with the reason. */
export function MetersQuestion({ view, props }: QuestionProps): VNode {
  const shown = props.fixed
    ? props.meters.filter(({ checked, unavailable }) => checked || unavailable !== undefined)
    : props.meters;
  return (
    <ChoiceGroup view={view} name="meter" legend={view.t.consent.meters} error={props.errors?.meter}>
      {shown.map((meter) => (
        <Meter view={view} meter={meter} fixed={props.fixed} />
      ))}
    </ChoiceGroup>
  );
}

function Kind({ view, asked, fixed }: { view: View; asked: ConsentDataKind; fixed: boolean }): VNode {
  const { t } = view;
  const { name, summary } = t.dataKinds[asked.kind];
  const required = asked.need === 'required';
  const label = (
    <>
      {name} <span class="tag">{required ? t.consent.needed : t.consent.optional}</span>
    </>
  );
  const details = <DataKindDetails view={view} kind={asked.kind} />;
  if (required || fixed)
    return (
      <FixedChoice state="included" mark={t.consent.included} label={label} description={<p>{summary}</p>}>
        {details}
      </FixedChoice>
    );
  return (
    <Choice
      type="checkbox"
      name="kind"
      value={asked.kind}
      checked={asked.checked}
      label={label}
      description={<p>{summary}</p>}
    >
      {details}
    </Choice>
  );
}

/** Which kinds of data, in plain words, each with its exact list. */
export function DataKindsQuestion({ view, props }: QuestionProps): VNode {
  const shown = props.fixed
    ? props.dataKinds.filter(({ need, checked }) => need === 'required' || checked)
    : props.dataKinds;
  return (
    <ChoiceGroup view={view} name="kind" legend={view.t.consent.dataKinds}>
      {shown.map((asked) => (
        <Kind view={view} asked={asked} fixed={props.fixed} />
      ))}
    </ChoiceGroup>
  );
}

/** The value that a history choice posts. */
const historyValue = (history: History): string =>
  history.kind === 'months' ? String(history.months) : history.kind;

/** How far back. */
export function HistoryQuestion({ view, props }: QuestionProps): VNode {
  const { t } = view;
  const { choices, chosen } = props.history;
  const hint = (history: History) =>
    history.kind === 'none' ? { description: <p>{t.consent.historyNoneHint}</p> } : {};
  return (
    <ChoiceGroup view={view} name="history" legend={t.consent.history}>
      {props.fixed ? (
        <FixedChoice
          state="included"
          mark={t.consent.included}
          label={historyWords(view, chosen)}
          {...hint(chosen)}
        />
      ) : (
        choices.map((choice) => (
          <Choice
            type="radio"
            name="history"
            value={historyValue(choice)}
            checked={historyValue(choice) === historyValue(chosen)}
            label={historyWords(view, choice)}
            {...hint(choice)}
          />
        ))
      )}
    </ChoiceGroup>
  );
}

function durationWords(
  { t, f }: View,
  choice: DurationChoice,
  fixed: boolean,
): { label: string; text: string } {
  if (choice.kind === 'once') return { label: t.consent.once, text: t.consent.onceHint(choice.hours) };
  if (choice.kind === 'until_stopped')
    return { label: t.consent.untilStopped, text: t.consent.untilStoppedHint };
  return {
    label: fixed ? t.consent.untilDate(f.date(choice.at)) : t.consent.until,
    text: t.consent.untilHint(choice.remindDays),
  };
}

function UntilField({
  view,
  choice,
  props,
}: {
  view: View;
  choice: Extract<DurationChoice, { kind: 'until' }>;
  props: ConsentProps;
}): VNode {
  const { t, f } = view;
  return (
    <TextField
      view={view}
      name="until"
      label={t.consent.untilLabel}
      hint={t.consent.untilRange(f.date(choice.first), f.date(choice.last))}
      type="date"
      size="short"
      value={choice.day}
      min={f.isoDate(choice.first)}
      max={f.isoDate(choice.last)}
      error={props.errors?.until}
    />
  );
}

/** How long: one time, until a date, until stopped. */
export function DurationQuestion({ view, props }: QuestionProps): VNode {
  const { t } = view;
  const { choices, chosen } = props.duration;
  const shown = props.fixed ? choices.filter(({ kind }) => kind === chosen) : choices;
  return (
    <ChoiceGroup view={view} name="duration" legend={t.consent.duration} error={props.errors?.duration}>
      {shown.map((choice) => {
        const { label, text } = durationWords(view, choice, props.fixed);
        if (props.fixed)
          return (
            <FixedChoice
              state="included"
              mark={t.consent.included}
              label={label}
              description={<p>{text}</p>}
            />
          );
        return (
          <Choice
            type="radio"
            name="duration"
            value={choice.kind}
            checked={choice.kind === chosen}
            label={label}
            description={<p>{text}</p>}
          >
            {choice.kind === 'until' ? <UntilField view={view} choice={choice} props={props} /> : undefined}
          </Choice>
        );
      })}
    </ChoiceGroup>
  );
}

/** Meters that cannot be shared, with the reasons; nothing when there are none at all. */
export function UnavailableMeters({
  view,
  meters,
}: {
  view: View;
  meters: readonly ConsentMeter[];
}): VNode | null {
  if (meters.length === 0) return null;
  return (
    <div class="rows">
      {meters.map((meter) => (
        <Meter view={view} meter={meter} fixed />
      ))}
    </div>
  );
}
