import type { Worker } from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { type FleetMessage, hearPrimary, tellPrimary } from './fleet-messages.ts';

const patienceMilliseconds = 2000;

/** Waits for answers that are told apart by a number; what has not come in time is done without. */
function questions<T>() {
  const open = new Map<number, (answer: T) => void>();
  let next = 0;
  return {
    ask: (send: (id: number) => void): Promise<T | undefined> =>
      new Promise((resolve) => {
        const id = next++;
        const end = (answer: T | undefined): void => {
          clearTimeout(timer);
          open.delete(id);
          resolve(answer);
        };
        const timer = setTimeout(() => end(undefined), patienceMilliseconds);
        open.set(id, end);
        send(id);
      }),
    answer: (id: number, answer: T): void => open.get(id)?.(answer),
  };
}

/** The metrics of all members, added up, for the primary. */
export function primaryMetrics(members: () => readonly Worker[]) {
  const asked = questions<object[]>();
  const render = async (): Promise<string> => {
    const answers = await Promise.all(
      members().map((member) =>
        asked.ask((id) => void member.send({ fleet: 'ask-metrics', id } satisfies FleetMessage)),
      ),
    );
    const known = answers.filter((answer) => answer !== undefined);
    return await AggregatorRegistry.aggregate(known).metrics();
  };
  return {
    render,
    /** Hears what a member says. */
    hear: (member: Worker, message: FleetMessage): void => {
      if (message.fleet === 'own-metrics') asked.answer(message.id, message.metrics);
      if (message.fleet !== 'ask-metrics') return;
      const { id } = message;
      void render().then((text) => {
        if (member.isConnected()) member.send({ fleet: 'all-metrics', id, text } satisfies FleetMessage);
      });
    },
  };
}

/** The metrics of all members, asked of the primary by one of them; its own when the primary does not answer. */
export function memberMetrics(registry: Registry): () => Promise<string> {
  const asked = questions<string>();
  hearPrimary((message) => {
    if (message.fleet === 'all-metrics') asked.answer(message.id, message.text);
    if (message.fleet !== 'ask-metrics') return;
    const { id } = message;
    void registry.getMetricsAsJSON().then((metrics) => tellPrimary({ fleet: 'own-metrics', id, metrics }));
  });
  return async () =>
    (await asked.ask((id) => tellPrimary({ fleet: 'ask-metrics', id }))) ?? (await registry.metrics());
}
