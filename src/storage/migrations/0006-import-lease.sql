-- Whether an import that has not ended is at work, or broke off.

-- until when it is taken to be at work; the import moves it on. null: it ended, or said that it broke off
alter table import_run add column running_until int8;
