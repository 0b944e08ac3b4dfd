import { describe, expect, it } from 'vitest';
import { dataKinds, functionBlocks } from '../../src/espi/function-block-table.ts';
import { dataKindsOf, findFunctionBlock, servedFunctionBlocks } from '../../src/espi/function-blocks.ts';
import { fullScope, parseScope } from '../../src/espi/scope.ts';

describe('dataKindsOf', () => {
  it.each([
    ['FB=4', ['intervals']],
    ['FB=10', ['intervals']],
    ['FB=15', ['usageSummaries']],
    ['FB=16_17', ['usageSummaries', 'qualitySummaries']],
    ['FB=46', ['customer']],
    ['FB=51', ['customer']],
    ['FB=4_16_51', ['intervals', 'usageSummaries', 'customer']],
    ['FB=56', ['customer']],
    ['FB=1_3_13_35_37_39_40', []],
    ['FB=53_64_69', []],
    [fullScope, ['intervals', 'usageSummaries', 'qualitySummaries', 'customer']],
  ])('%s opens %j', (scope, kinds) => {
    expect([...dataKindsOf(parseScope(scope))]).toEqual(kinds);
  });

  it('opens nothing for numbers that are no block', () => {
    expect(dataKindsOf({ functionBlocks: [0, 45, 999] }).size).toBe(0);
  });
});

describe('the table', () => {
  it('has each number once, in order, with words', () => {
    const numbers = functionBlocks.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    for (const { name } of functionBlocks) expect(name).not.toBe('');
  });

  it('has every kind of data open by a block that is served', () => {
    const open = functionBlocks.filter(({ served }) => served).flatMap(({ kinds }) => kinds);
    expect(new Set(open)).toEqual(new Set(dataKinds));
  });

  it('serves nothing that was withdrawn', () => {
    for (const number of servedFunctionBlocks) {
      expect(findFunctionBlock(number)).toMatchObject({ number, served: true });
      expect(findFunctionBlock(number)?.status).not.toBe('withdrawn');
    }
  });

  it('serves what a custodian that connects must, but the transport, which the proxy in front decides', () => {
    const due = functionBlocks.filter(({ mandatory }) => mandatory === 'all' || mandatory === 'connect');
    expect(due.filter(({ served }) => !served).map(({ number }) => number)).toEqual([13, 64]);
  });

  it('does not know numbers that never were', () => {
    expect(findFunctionBlock(0)).toBeUndefined();
    expect(findFunctionBlock(72)).toBeUndefined();
  });
});
