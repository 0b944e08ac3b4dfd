import { describe, expect, it } from 'vitest';
import { type AdditionalScope, parseAdditionalScope } from '../../src/espi/additional-scope.ts';

const nothing: AdditionalScope = { noEdit: false, allMeters: false, auth: [], unknown: [] };

describe('parseAdditionalScope', () => {
  it.each<[string | undefined, Partial<AdditionalScope>]>([
    [undefined, {}],
    ['', {}],
    ['noedit_meters-all', { noEdit: true, allMeters: true }],
    [
      'historical-2024-05-09_ongoing-none_sou-default_noedit',
      {
        historical: { kind: 'day', day: '2024-05-09' },
        ongoing: { kind: 'none' },
        scopeOfUse: 'default',
        noEdit: true,
      },
    ],
    [
      'historical-2y_ongoing-18m_meters-all',
      {
        historical: { kind: 'length', count: 2, unit: 'y' },
        ongoing: { kind: 'length', count: 18, unit: 'm' },
        allMeters: true,
      },
    ],
    [
      'auth-utility-nyseg_auth-phone-5554443333',
      {
        auth: [
          { type: 'utility', value: 'nyseg' },
          { type: 'phone', value: '5554443333' },
        ],
      },
    ],
    [
      'auth-test-test_residential_noedit',
      { auth: [{ type: 'test', value: 'test_residential' }], noEdit: true },
    ],
    ['auth-sso', { auth: [{ type: 'sso' }] }],
    ['sou-my_long_name_meters-all', { scopeOfUse: 'my_long_name', allMeters: true }],
    ['historical-2024-02-30_blue', { unknown: ['historical-2024-02-30', 'blue'] }],
    ['noedit_x_y', { noEdit: true, unknown: ['x', 'y'] }],
  ])('reads %s', (text, expected) => {
    expect(parseAdditionalScope(text)).toEqual({ ...nothing, ...expected });
  });
});
