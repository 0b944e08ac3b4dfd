import type { ComponentChildren, VNode } from 'preact';
import type { View } from '../page.ts';
import type { FieldError } from '../vocabulary.ts';
import { FieldErrorText } from './field.tsx';

export interface ChoiceProps {
  readonly type: 'checkbox' | 'radio';
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly label: ComponentChildren;
  /** A line or more below the label, part of what a screen reader says about it. */
  readonly description?: ComponentChildren;
  /** More controls, below and outside of the label. */
  readonly children?: ComponentChildren;
}

/** The id of a choice: what the error summary and the label point at. */
export const choiceId = (name: string, value: string): string => `${name}-${value}`;

/** A row that is ticked or picked: the whole of it can be hit. */
export function Choice({ type, name, value, checked, label, description, children }: ChoiceProps): VNode {
  const id = choiceId(name, value);
  return (
    <div class="choice">
      <input
        type={type as 'checkbox'}
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={description === undefined ? undefined : `${id}-text`}
      />
      <label for={id}>{label}</label>
      {description === undefined ? null : (
        <div class="choice-text" id={`${id}-text`}>
          {description}
        </div>
      )}
      {children === undefined ? null : <div class="choice-more">{children}</div>}
    </div>
  );
}

/** A row that is settled: ticked or not on offer, and nothing to press. */
export function FixedChoice({
  state,
  mark,
  label,
  description,
  children,
}: {
  state: 'included' | 'unavailable';
  /** What the sign before the label means, for those who do not see it. */
  mark: string;
  label: ComponentChildren;
  description?: ComponentChildren;
  children?: ComponentChildren;
}): VNode {
  return (
    <div class={`choice fixed ${state}`}>
      <span class="sign" aria-hidden="true">
        {state === 'included' ? '✓' : '–'}
      </span>
      <p class="choice-label">
        <span class="visually-hidden">{mark} </span>
        {label}
      </p>
      {description === undefined ? null : <div class="choice-text">{description}</div>}
      {children === undefined ? null : <div class="choice-more">{children}</div>}
    </div>
  );
}

/** Choices that belong together, with the question they answer. */
export function ChoiceGroup({
  view,
  name,
  legend,
  hint,
  error,
  children,
}: {
  view: View;
  name: string;
  legend: string;
  hint?: ComponentChildren;
  error?: FieldError | undefined;
  children: ComponentChildren;
}): VNode {
  return (
    <fieldset
      class={error === undefined ? 'choices' : 'choices failed'}
      aria-describedby={error === undefined ? undefined : `${name}-error`}
    >
      <legend>
        <h2>{legend}</h2>
      </legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <FieldErrorText view={view} name={name} error={error} />
      <div class="rows">{children}</div>
    </fieldset>
  );
}
