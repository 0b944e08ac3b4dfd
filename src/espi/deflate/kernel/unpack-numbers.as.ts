/**
 * Unpacks numbers, of which each is told by the one before: signed varints of at most seven bytes.
 *
 * @param from,end the bytes of the row from the first number on.
 * @param to the column.
 * @returns where the next column begins; 0 where a number is longer, or ends after the row.
 */
export function unpackNumbers(from: i32, end: i32, count: i32, to: i32): i32 {
  const toEnd = to + 8 * count;
  let at = from;
  let number: i64 = 0;
  while (to < toEnd && at < end) {
    // Eight bytes hold four short numbers. Which of them take one byte and which two nobody can foretell: a branch would
    // often be taken wrongly.
    let word = load<u64>(at);
    const fourth = min(to + 32, toEnd);
    while (to < fourth && (word & 0x8080) !== 0x8080) {
      const longer = word & 0x80;
      const zigzag = (word & 0x7f) | ((word >> 1) & ((longer << 7) - longer));
      number += <i64>(zigzag >> 1) ^ -(<i64>(zigzag & 1));
      store<f64>(to, <f64>number);
      to += 8;
      at += 1 + <i32>(longer >> 7);
      word >>= 8 + (longer >> 4);
    }
    if (to >= fourth) continue;
    let zigzag: u64 = 0;
    let shift: u64 = 0;
    let byte: u64 = 0x80;
    for (; byte > 0x7f; shift += 7) {
      if (shift === 49) return 0;
      byte = <u64>load<u8>(at++);
      zigzag |= (byte & 0x7f) << shift;
    }
    number += <i64>(zigzag >> 1) ^ -(<i64>(zigzag & 1));
    store<f64>(to, <f64>number);
    to += 8;
  }
  return to < toEnd || at > end ? 0 : at;
}
