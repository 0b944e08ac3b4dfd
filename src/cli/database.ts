import { Command } from 'commander';
import {
  type DistributionPlan,
  distributeTables,
  planDistribution,
} from '../services/maintenance/distribute-tables.ts';
import { rewriteClosedMonths } from '../services/maintenance/rewrite-closed-months.ts';
import type { CliContext } from './context.ts';
import { printJson } from './print.ts';
import { withCustodian } from './with-custodian.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function compactCommand(context: CliContext): Command {
  return new Command('compact')
    .description('rewrite months that are over in the order of meters; a worker does so too, month by month')
    .option('--all', 'also months that were rewritten before')
    .option('--json', 'print one JSON document')
    .action(async ({ all, json }: { all?: boolean; json?: boolean }) => {
      await withCustodian(context, 'database compact', async (custodian) => {
        const months = await rewriteClosedMonths(custodian, { everything: all === true });
        if (json === true) return printJson(context, { months });
        for (const { month, bytesBefore, bytesAfter } of months)
          context.stdout.write(`${month}  ${megabytes(bytesBefore)} → ${megabytes(bytesAfter)}\n`);
        if (months.length === 0) context.stderr.write('No month needs it.\n');
      });
    });
}

function printPlan({ stdout, stderr }: CliContext, plan: DistributionPlan): void {
  for (const { table, why } of plan.stays) stdout.write(`-- ${table} stays: ${why.join('; ')}\n`);
  for (const table of plan.already) stdout.write(`-- ${table} is distributed already\n`);
  for (const statement of plan.statements) stdout.write(`${statement};\n`);
  if (plan.hindrance !== undefined) stderr.write(`It cannot be run now. ${plan.hindrance}\n`);
}

function distributeCommand(context: CliContext): Command {
  return new Command('distribute')
    .description('distribute the readings over the nodes of a Citus cluster (docs/operations.md)')
    .option('--dry-run', 'print the statements, and why other tables stay where they are; change nothing')
    .option('--json', 'print one JSON document')
    .action(async ({ dryRun, json }: { dryRun?: boolean; json?: boolean }) => {
      await withCustodian(context, 'database distribute', async (custodian) => {
        if (dryRun === true) {
          const plan = await planDistribution(custodian);
          return json === true ? printJson(context, plan) : printPlan(context, plan);
        }
        const done = await distributeTables(custodian);
        if (json === true) return printJson(context, done);
        for (const table of done.distributed) context.stdout.write(`${table}\n`);
        const { length } = done.distributed;
        context.stderr.write(
          length === 0
            ? 'Everything that can be was distributed before.\n'
            : `Distributed now (${done.extension}): ${length} of the tables.\n`,
        );
      });
    });
}

/** The command `database`: what is done now and then to a large database. */
export function databaseCommand(context: CliContext): Command {
  return new Command('database')
    .description('look after a large database')
    .addCommand(compactCommand(context))
    .addCommand(distributeCommand(context));
}
