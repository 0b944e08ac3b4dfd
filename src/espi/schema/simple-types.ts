/** The plain types of text that both schemas share. */
import { integer, type SimpleType, text } from './define.ts';

const hex = (name: string, octets: number): SimpleType<string> => ({
  kind: 'simple',
  name,
  base: 'hex',
  maxLength: octets,
});

/** Text without a bound. @see XML Schema xs:string */
export const xsString = text('string');
/** An absolute or relative URI. @see XML Schema xs:anyURI */
export const anyUri = text('anyURI', { base: 'uri' });
/** Whatever an element without a type holds; only its text is kept. @see XML Schema xs:anyType */
export const anyType = text('anyType', { base: 'any' });
/** @see XML Schema xs:boolean */
export const boolean: SimpleType<boolean> = { kind: 'simple', name: 'boolean', base: 'boolean' };
/** @see XML Schema xs:float */
export const float: SimpleType<number> = { kind: 'simple', name: 'float', base: 'float' };
/** A whole number without bounds; read as far as JavaScript counts exactly. @see XML Schema xs:integer */
export const xsInteger = integer('integer');

/** Text of a few characters; the name says of how many at most. */
export const string4 = text('String4', { maxLength: 4 });
/** At most 8 characters. */
export const string8 = text('String8', { maxLength: 8 });
/** At most 16 characters. */
export const string16 = text('String16', { maxLength: 16 });
/** At most 32 characters. */
export const string32 = text('String32', { maxLength: 32 });
/** At most 64 characters. */
export const string64 = text('String64', { maxLength: 64 });
/** At most 256 characters. */
export const string256 = text('String256', { maxLength: 256 });
/** At most 512 characters. */
export const string512 = text('String512', { maxLength: 512 });
/** The deprecated `name` of customer resources. */
export const nameType = text('name', { maxLength: 64 });

/** An unsigned byte. */
export const uInt8 = integer('UInt8', 0, 255);
/** An unsigned integer of two octets. */
export const uInt16 = integer('UInt16', 0, 65_535);
/** An unsigned integer of four octets. */
export const uInt32 = integer('UInt32', 0, 4_294_967_295);
/** An unsigned integer of six octets. */
export const uInt48 = integer('UInt48', 0, 281_474_976_710_655);
/** A signed integer of two octets. */
export const int16 = integer('Int16', -32_768, 32_767);
/** A signed integer of six octets; unlike in two's complement its bounds are symmetric. */
export const int48 = integer('Int48', -140_737_488_355_328, 140_737_488_355_328);
/** Hundredths, from nothing to all. */
export const perCent = integer('PerCent', 0, 100);
/**
 * Seconds since 1970-01-01T00:00:00Z, or a number of seconds such as an offset from UTC. The schema allows 64
 * bits; read as far as JavaScript counts exactly.
 */
export const timeType = integer('TimeType');

/** One octet as hexadecimal digits. */
export const hexBinary8 = hex('HexBinary8', 1);
/** At most two octets. */
export const hexBinary16 = hex('HexBinary16', 2);
/** At most four octets. */
export const hexBinary32 = hex('HexBinary32', 4);
/** At most sixteen octets. */
export const hexBinary128 = hex('HexBinary128', 16);
/** A rule for the begin or the end of daylight saving time, packed into four octets; `dst-rule.ts` reads it. */
export const dstRuleType = hex('DstRuleType', 4);

/** A UUID in lower case. */
export const uuidType: SimpleType<string> = {
  kind: 'simple',
  name: 'UUIDType',
  base: 'string',
  pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,
};
