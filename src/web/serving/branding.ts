import { z } from 'zod';
import type { Locale } from '../locale.ts';
import type { Utility } from './web-context.ts';

/** A text for people: one for all languages, or one per language. */
const localText = z.union([z.string(), z.object({ en: z.string(), fr: z.string() })]);

/** What a utility may set for its pages. Everything may be missing; what cannot be read counts as missing. */
const brandingShape = z.object({
  tagline: localText.optional().catch(undefined),
  /** `#rgb` or `#rrggbb`. */
  accent: z.string().optional().catch(undefined),
  /** On this origin, or a `data:` URL: pages load nothing from elsewhere. */
  logoUrl: z
    .string()
    .regex(/^(\/(?!\/)|data:image\/)/)
    .optional()
    .catch(undefined),
  phone: z.string().optional().catch(undefined),
  helpUrl: localText.optional().catch(undefined),
  privacyUrl: localText.optional().catch(undefined),
  accessibilityUrl: localText.optional().catch(undefined),
  complaintUrl: localText.optional().catch(undefined),
  /** The first language of the utility. */
  language: z.enum(['en', 'fr']).optional().catch(undefined),
  /** What third parties accept. */
  terms: z.object({ version: z.string(), url: localText }).optional().catch(undefined),
  reviewDays: z.number().int().positive().catch(5),
  freshnessHours: z.number().int().positive().catch(24),
  historyMonths: z.number().int().positive().catch(24),
  intervalMinutes: z.array(z.number().int().positive()).min(1).catch([15, 60, 1440]),
});

/** What a utility set for its pages, with the defaults filled in. */
export type Branding = z.infer<typeof brandingShape>;

/** Reads a utility's branding. */
export function brandingOf({ branding }: Pick<Utility, 'branding'>): Branding {
  return brandingShape.parse(branding);
}

/** A text in a language. */
export function inLocale(text: z.infer<typeof localText> | undefined, locale: Locale): string | undefined {
  return typeof text === 'object' ? text[locale] : text;
}
