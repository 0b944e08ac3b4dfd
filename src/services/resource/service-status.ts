import { linkType } from '../../espi/links.ts';
import { expandPath } from '../../espi/resources.ts';
import { namespaces } from '../../espi/schema/define.ts';
import { findElement } from '../../espi/schema/registry.ts';
import { uuidV5 } from '../../espi/uuid.ts';
import type { DocumentAnswer, EntryAnswer } from './answer.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { entityTag } from './identity.ts';
import { wireOf } from './wire.ts';

/**
 * Whether the service works: a bare ServiceStatus, as the standard has it, or the same as an entry with
 * `format=atom` for readers that know only Atom. Whoever gets an answer has it from a service that works.
 *
 * @see GET /ReadServiceStatus, espi.xsd ESPIServiceStatus
 */
export function serviceStatus(
  context: ResourceContext,
  request: ResourceRequest,
): DocumentAnswer | EntryAnswer {
  const element = 'ServiceStatus';
  const found = findElement(namespaces.espi, element);
  if (found === undefined || found.type.kind !== 'complex')
    throw new RangeError('The schema tables have no ServiceStatus');
  const document = { element, type: found.type, value: { currentStatus: 1 } };
  if (request.query.format !== 'atom') return { form: 'document', ...document };

  const wire = wireOf(context, request.principal.utility);
  const path = expandPath(request.row.path, request.params);
  const now = context.clock.now();
  return {
    form: 'entry',
    entry: {
      uuid: uuidV5(wire.uuidNamespace, path),
      links: [{ rel: 'self', type: linkType('espi', 'entry', element), href: wire.base + path }],
      published: now,
      updated: now,
      title: element,
      content: document,
    },
    style: wire.style,
    etag: entityTag(request, wire, now),
  };
}
