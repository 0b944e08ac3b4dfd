import type { VNode } from 'preact';
import type { UtilityFace } from '../page.ts';

/** The utility's logo, or a plain mark in its colour. The name stands beside it, so it has no text of its own. */
export function UtilityMark({ utility }: { utility: UtilityFace }): VNode {
  if (utility.logoUrl !== undefined) return <img class="mark" src={utility.logoUrl} alt="" />;
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="32" height="32" rx="8" />
      <path class="mark-figure" d="M18.5 5 8 18h6.5L13 27l11-13.5h-7z" />
    </svg>
  );
}

const initials = (name: string): string =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? '')
    .join('');

/** One of six tones, the same for a name every time. */
const toneOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % 6;

/** A third party's logo, or its initials. Decorative: its name stands beside it. */
export function ThirdPartyLogo({ name, logoUrl }: { name: string; logoUrl?: string | undefined }): VNode {
  if (logoUrl !== undefined) return <img class="logo" src={logoUrl} alt="" />;
  return (
    <span class={`logo tone-${toneOf(name)}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
