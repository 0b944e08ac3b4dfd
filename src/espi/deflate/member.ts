/**
 * The head of a gzip member: deflate, no name, no time, system unknown.
 *
 * @see RFC 1952 2.3 Member format
 */
export const memberHead: readonly number[] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/** The register of a CRC before the first byte; its complement is what the member's tail holds. */
export const firstRegister = -1;
