import { type dataKinds, type FunctionBlock, functionBlocks } from './function-block-table.ts';

/** A kind of data that a scope opens. UsagePoint and LocalTimeParameters belong to none. */
export type DataKind = (typeof dataKinds)[number];

const byNumber = new Map(functionBlocks.map((block) => [block.number, block]));

/** The function block of a number; undefined when the standard never had one. */
export function findFunctionBlock(number: number): FunctionBlock | undefined {
  return byNumber.get(number);
}

/** Numbers of the function blocks that this data custodian serves, ascending. */
export const servedFunctionBlocks: readonly number[] = functionBlocks
  .filter((block) => block.served)
  .map((block) => block.number);

/**
 * The kinds of data that the function blocks of a scope open.
 *
 * @param scope a parsed scope, or any list of numbers; unknown ones open nothing.
 */
export function dataKindsOf(scope: { readonly functionBlocks: readonly number[] }): ReadonlySet<DataKind> {
  return new Set(scope.functionBlocks.flatMap((number) => byNumber.get(number)?.kinds ?? []));
}
