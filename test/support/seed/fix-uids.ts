import type { Database } from '../../../src/storage/database.ts';

/** Makes `text` fit for a uid: `home-electric` becomes `homeelectric`. */
const plain = (sql: string): string => `regexp_replace(lower(${sql}), '[^a-z0-9]', '', 'g')`;

const renames = [
  `update usage_point set uid = 'meter' || ${plain('source_key')}`,
  `update meter_reading m set uid = 'reading' || ${plain('u.source_key')} || m.rank,
     reading_type_uid = 'type' || ${plain('u.source_key')} || m.rank
   from (select *, row_number() over (partition by up_id order by no) - 1 as rank from meter_reading) r, usage_point u
   where r.up_id = m.up_id and r.no = m.no and u.id = m.up_id`.replaceAll('m.rank', 'r.rank'),
  `update usage_summary s set uid = 'bill' || ${plain('u.source_key || s.source_key')}
   from usage_point u where u.id = s.up_id`,
  `update electric_power_quality_summary s set uid = 'quality' || ${plain('u.source_key || s.source_key')}
   from usage_point u where u.id = s.up_id`,
  `update customer_resource set uid = ${plain('noun || source_key')}`,
  `update local_time_parameters l set uid = 'tz' || r.rank
   from (select id, row_number() over (order by id) as rank from local_time_parameters) r where r.id = l.id`,
];

async function renameFiles(db: Database): Promise<void> {
  const bills = await db.query<{ old: string; uid: string }>(
    'select file_uid as old, uid from usage_summary where file_uid is not null',
  );
  const statements = await db.query<{ old: string; uid: string }>(
    `select f.uid as old, c.uid from stored_file f
       join customer_resource c on c.noun = 'Statement' and position(f.uid in c.data::text) > 0`,
  );
  for (const { old, uid } of [...bills, ...statements]) {
    const fresh = `file${uid}`;
    if (old === fresh) continue;
    await db.query('update stored_file set uid = $2 where uid = $1', [old, fresh]);
    await db.query('update usage_summary set file_uid = $2 where file_uid = $1', [old, fresh]);
    await db.query(
      `update customer_resource set data = replace(data::text, $1, $2)::jsonb where noun = 'Statement'`,
      [old, fresh],
    );
  }
}

/** Gives everything that was imported a uid that says what it is, so that paths and golden answers stay the same. */
export async function fixUids(db: Database): Promise<void> {
  for (const sql of renames) await db.query(sql);
  await renameFiles(db);
}
