import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { SpentChallenge } from './spent-challenge.entity.js';

/** The constraint decides between those who come at once, on whichever instance. */
const SPEND = 'INSERT INTO spent_challenges (nonce) VALUES ($1) ON CONFLICT DO NOTHING';

const CLEAR = `
  DELETE FROM spent_challenges WHERE id = ANY (ARRAY(
    SELECT id FROM spent_challenges WHERE spent_at < now() - make_interval(mins => $1) ORDER BY spent_at LIMIT 5000))`;

@Injectable()
export class SpentChallengeRepository extends EntityRepository<SpentChallenge> {
  constructor(db: Database) {
    super(SpentChallenge, db);
  }

  /** Whether nobody has spent it before. */
  async spend(nonce: Buffer): Promise<boolean> {
    return (await this.execute(SPEND, [nonce])) > 0;
  }

  async clearOlderThan(minutes: number): Promise<void> {
    await this.execute(CLEAR, [minutes]);
  }
}
