import type { BulkMember } from '../../storage/bulks.ts';

/** An Authorization of a cut with the usage points of which something is to be delivered. */
export interface CutMember {
  readonly authorizationId: number;
  readonly active: boolean;
  readonly whole: boolean;
  readonly points: readonly { readonly upId: number; readonly readings: number }[];
}

/** What one bulk of a cut is to hold. */
export interface BulkShare {
  readonly members: readonly BulkMember[];
  /** About how much it is. */
  readonly readings: number;
}

/** What a usage point counts for beside its readings: its own entry, its parents and links. */
const pointReadings = 40;

const weightOf = (points: CutMember['points']): number =>
  points.reduce((sum, { readings }) => sum + readings + pointReadings, pointReadings);

/** Cuts the usage points of one Authorization into pieces of at most so many readings; a usage point stays whole. */
function* pieces({ points }: CutMember, most: number): Generator<CutMember['points']> {
  let piece: CutMember['points'][number][] = [];
  for (const point of points) {
    if (piece.length > 0 && weightOf([...piece, point]) > most) {
      yield piece;
      piece = [];
    }
    piece.push(point);
  }
  if (piece.length > 0) yield piece;
}

/**
 * Splits what was cut into bulks of about at most so many readings, in order. An Authorization stands in one bulk as
 * long as it fits; a usage point always does, however large it is.
 */
export function splitBulk(members: readonly CutMember[], most: number): BulkShare[] {
  const bulks: { members: BulkMember[]; readings: number }[] = [];
  const add = (member: BulkMember, added: number): void => {
    const last = bulks.at(-1);
    if (last === undefined || last.readings + added > most)
      bulks.push({ members: [member], readings: added });
    else {
      last.members.push(member);
      last.readings += added;
    }
  };
  for (const member of members) {
    const { authorizationId, active, whole, points } = member;
    const total = weightOf(points);
    if (total <= most || points.length <= 1) {
      add({ authorizationId, active, whole, upIds: null }, total);
      continue;
    }
    for (const piece of pieces(member, most))
      add({ authorizationId, active, whole, upIds: piece.map(({ upId }) => upId) }, weightOf(piece));
  }
  return bulks;
}
