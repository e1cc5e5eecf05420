import pg from 'pg';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, String);

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
