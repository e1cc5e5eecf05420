import { domainToASCII } from 'node:url';
import type { MigrationInterface, QueryRunner } from 'typeorm';

interface Row {
  id: string;
  email: string;
  email_key: string;
}

/**
 * Brings the domains of stored addresses into their ASCII form (UTS 46), in which they are compared from now on. Where
 * two accounts have the same mailbox by that, the older one keeps it. The younger stays as it was written, and is found
 * by it no more: its owner can still move it while signed in, and an event in the audit log says so.
 */
export class NormalizeEmailDomains1795219200303 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const rows = (await runner.query(
      `SELECT id, email, email_key FROM users WHERE email_key ~ '[^\\x21-\\x7e]' OR email_key LIKE '%@%xn--%' ORDER BY id`,
    )) as Row[];
    for (const row of rows) await this.normalize(runner, row);
  }

  /** Which spelling was typed is not known any more, and nobody misses it. */
  async down(): Promise<void> {}

  private async normalize(runner: QueryRunner, { id, email, email_key: key }: Row): Promise<void> {
    const [keptKey, kept] = [withAsciiDomain(key), withAsciiDomain(email)];
    if (keptKey === null || kept === null || (keptKey === key && kept === email)) return;
    const owners = (await runner.query('SELECT id FROM users WHERE email_key = $1 AND id <> $2', [
      keptKey,
      id,
    ])) as Row[];
    const [owner] = owners;
    if (!owner) {
      await runner.query('UPDATE users SET email = $2, email_key = $3 WHERE id = $1', [id, kept, keptKey]);
    } else if (Number(owner.id) > Number(id)) {
      await runner.query('UPDATE users SET email_key = $2 WHERE id = $1', [owner.id, `${keptKey}#${owner.id}`]);
      await runner.query('UPDATE users SET email = $2, email_key = $3 WHERE id = $1', [id, kept, keptKey]);
      await this.tell(runner, owner.id, id);
    } else {
      await this.tell(runner, id, owner.id);
    }
  }

  private async tell(runner: QueryRunner, loserId: string, keeperId: string): Promise<void> {
    await runner.query(
      `INSERT INTO events (type, subject_type, subject_id, data)
       VALUES ('user.email_clashed', 'user', $1, jsonb_build_object('userId', $1::bigint, 'keeperId', $2::bigint))`,
      [loserId, keeperId],
    );
  }
}

function withAsciiDomain(email: string): string | null {
  const at = email.indexOf('@');
  const domain = domainToASCII(email.slice(at + 1));
  if (at < 1 || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(domain)) return null;
  const typed = email.slice(at + 1);
  return `${email.slice(0, at)}@${/^[\x21-\x7e]+$/.test(typed) ? typed : domain}`;
}
