import { contrast, mix, parseHex, type Rgb, toHex } from './colour.ts';
import { type Stylesheet, stylesheetOf } from './stylesheet.ts';

/** The accent when the utility has chosen none, or something that is not a colour. */
const defaultAccent = '#0b6b3a';

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** The darkest and the raised ground of the dark theme; the same values stand in style.css. */
const darkGround: Rgb = [15, 19, 23];
const darkSurface: Rgb = [22, 26, 31];
const lightGround: Rgb = [245, 247, 249];

interface Tones {
  readonly accent: Rgb;
  readonly soft: Rgb;
}

/** Moves a colour towards black or white until it can be read on every ground it is used on. */
function readable(accent: Rgb, towards: Rgb, surface: Rgb, grounds: readonly Rgb[]): Tones {
  for (let share = 1; share >= 0; share -= 0.02) {
    const tone = mix(accent, towards, share);
    const soft = mix(tone, surface, 0.12);
    if ([surface, soft, ...grounds].every((ground) => contrast(tone, ground) >= 4.5))
      return { accent: tone, soft };
  }
  return { accent: towards, soft: surface };
}

/** The accent of each theme, and a faint ground of the same hue. */
export interface BrandTones {
  readonly light: { readonly accent: string; readonly soft: string };
  readonly dark: { readonly accent: string; readonly soft: string };
}

/**
 * The utility's one colour, lighter or darker as far as needed, so that text in it, and text on it (white, or the
 * dark ground), keeps a contrast of 4.5 in both themes.
 *
 * @param accent `#rgb` or `#rrggbb`.
 */
export function brandTones(accent: string = defaultAccent): BrandTones {
  const colour = parseHex(accent) ?? parseHex(defaultAccent) ?? black;
  const hex = ({ accent: tone, soft }: Tones) => ({ accent: toHex(tone), soft: toHex(soft) });
  return {
    light: hex(readable(colour, black, white, [lightGround])),
    dark: hex(readable(colour, white, darkSurface, [darkGround])),
  };
}

/** `brandTones` as a stylesheet. Served as a file, because pages allow no inline style. */
export function brandStylesheet(accent?: string): Stylesheet {
  const { light, dark } = brandTones(accent);
  const pair = (name: string, inLight: string, inDark: string): string =>
    `--${name}:light-dark(${inLight},${inDark});`;
  const onAccent = pair('on-accent', toHex(white), toHex(darkGround));
  return stylesheetOf(
    `:root{${pair('accent', light.accent, dark.accent)}${pair('accent-soft', light.soft, dark.soft)}${onAccent}}\n`,
  );
}
