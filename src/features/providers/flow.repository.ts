import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { SignInFlow } from './flow.entity.js';

const CLEAR = `
  DELETE FROM sign_in_flows WHERE id = ANY (ARRAY(SELECT id FROM sign_in_flows WHERE expires_at < now() LIMIT 5000))`;

export type NewFlow = Omit<SignInFlow, 'id' | 'user'>;

@Injectable()
export class FlowRepository extends EntityRepository<SignInFlow> {
  private readonly toSpend = `
    DELETE FROM sign_in_flows f
    WHERE f.state_hash = $1 AND f.browser_hash = $2 AND f.provider = $3 AND f.expires_at > $4
    RETURNING ${this.columns('f')}`;

  constructor(db: Database) {
    super(SignInFlow, db);
  }

  async begin(flow: NewFlow): Promise<void> {
    await this.add(flow);
  }

  /** Of all that come with it, one gets it. Another browser, or another provider, does not spend it. */
  spend(shown: Pick<SignInFlow, 'stateHash' | 'browserHash' | 'provider'>, now: Date): Promise<SignInFlow | null> {
    return this.selectOne(this.toSpend, [shown.stateHash, shown.browserHash, shown.provider, now]);
  }

  async clearOld(): Promise<void> {
    await this.execute(CLEAR);
  }
}
