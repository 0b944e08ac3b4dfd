import type { ComplexType, SimpleType } from '../schema/define.ts';
import { compileParser, type ParseText } from './lexical.ts';

interface Part {
  readonly name: string;
  /** Place in the sequence of the schema. */
  readonly index: number;
  readonly min: number;
  readonly many: boolean;
}

/** An element with text. */
export interface Leaf extends Part {
  readonly simple: SimpleType;
  readonly parse: ParseText;
}

/** An element with elements; its plan is made when it is first met, because types may contain themselves. */
interface Branch extends Part {
  readonly simple?: undefined;
  readonly type: ComplexType;
}

export type Child = Leaf | Branch;

/** A table made ready for reading. */
export interface Plan {
  readonly type: ComplexType;
  readonly children: ReadonlyMap<string, Child>;
  readonly required: readonly Child[];
  /** Names with their first letter in the other case, as older files write some of them. */
  readonly otherCase: ReadonlyMap<string, Child>;
}

const plans = new WeakMap<ComplexType, Plan>();

const swapCase = (name: string): string => {
  const first = name.charAt(0);
  const lower = first.toLowerCase();
  return (first === lower ? first.toUpperCase() : lower) + name.slice(1);
};

function build(type: ComplexType): Plan {
  const children = Object.entries(type.elements).map(([name, spec], index): Child => {
    const part = { name, index, min: spec.min, many: spec.many };
    return spec.type.kind === 'simple'
      ? { ...part, simple: spec.type, parse: compileParser(spec.type) }
      : { ...part, type: spec.type };
  });
  return {
    type,
    children: new Map(children.map((child) => [child.name, child])),
    required: children.filter(({ min }) => min > 0),
    otherCase: new Map(children.map((child) => [swapCase(child.name), child])),
  };
}

/** The plan of a type, made once. */
export function planOf(type: ComplexType): Plan {
  const plan = plans.get(type) ?? build(type);
  plans.set(type, plan);
  return plan;
}
