import { AppError } from '../platform/errors.ts';
import type { Custodian } from '../services/custodian.ts';
import { createDemo, type DemoFacts } from '../services/demo/create-demo.ts';
import { listUtilities } from '../services/registration/find-utility.ts';

/** What the start block tells of the data. */
export interface StartFacts {
  readonly utilities: readonly string[];
  readonly demo?: DemoFacts;
  /** Why the demo that is there cannot be shown. */
  readonly demoTrouble?: string;
}

/** The slug of the demo utility. */
const demoSlug = 'demo';

/**
 * Looks at what is there. Where there is no utility at all, on the embedded database and unless it is switched
 * off, the demo is made; a demo that is there gets the days since.
 */
export async function startFacts(
  custodian: Custodian & { readonly demoAppUrl: string },
  { demo, stderr }: { readonly demo: 'auto' | 'off'; readonly stderr: NodeJS.WritableStream },
): Promise<StartFacts> {
  const slugs = async (): Promise<string[]> => (await listUtilities(custodian)).map(({ slug }) => slug);
  const before = await slugs();
  const makes = before.length === 0 && demo === 'auto' && custodian.db.kind === 'pglite';
  if (!makes && !before.includes(demoSlug)) return { utilities: before };
  if (makes) stderr.write('Making the demo utility, once: 13 months of meter data …\n');
  try {
    const facts = await createDemo(custodian);
    return { utilities: await slugs(), demo: facts };
  } catch (error) {
    if (makes || !(error instanceof AppError)) throw error;
    return { utilities: before, demoTrouble: error.message };
  }
}
