import { expect, it } from 'vitest';
import { describeWithShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const readingType = (body: string) => `<ReadingType xmlns="http://naesb.org/espi">\n${body}\n</ReadingType>`;
const statement =
  '<Statement xmlns="http://naesb.org/espi/customer"><issueDateTime>1</issueDateTime></Statement>';

describeWithShared('validateXsd', () => {
  it('accepts a valid document', () => {
    expect(validateXsd(readingType('<uom>72</uom>'), '4.0-closed')).toEqual([]);
  });

  it('names the line of an element that does not belong', () => {
    expect(validateXsd(readingType('<colour>72</colour>'), '4.0')[0]).toMatch(/^2: .*colour/);
  });

  it('knows unlisted codes only in the closed variant', () => {
    expect(validateXsd(readingType('<uom>1234</uom>'), '4.0')).toEqual([]);
    expect(validateXsd(readingType('<uom>1234</uom>'), '4.0-closed')).not.toEqual([]);
  });

  it('knows Statement from 4.0 on', () => {
    expect(validateXsd(statement, '4.0')).toEqual([]);
    expect(validateXsd(statement, '3.3')).not.toEqual([]);
  });

  it('reports what is not well-formed', () => {
    expect(validateXsd('<a><b></a>', '4.0')[0]).toMatch(/^1: /);
  });
});
