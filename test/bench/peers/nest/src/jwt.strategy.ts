import { readFileSync } from 'node:fs';
import { Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { InjectRepository } from '@nestjs/typeorm';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Repository } from 'typeorm';
import { User } from './entities.js';

/** Who asks, and what they may. */
export interface Caller {
  id: number;
  permissions: Set<string>;
}

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: readFileSync(process.env.JWT_PUBLIC_KEY_FILE as string, 'utf8'),
      algorithms: ['RS256'],
      issuer: 'fasttrack',
      audience: 'fasttrack-api',
    });
  }

  async validate({ sub, type }: { sub: string; type: string }): Promise<Caller> {
    const relations = { roles: { permissions: true } };
    const user = type === 'access' && (await this.users.findOne({ where: { id: Number(sub) }, relations }));
    if (!user) throw new UnauthorizedException();
    const names = user.roles.flatMap(({ permissions }) => permissions.map(({ name }) => name));
    return { id: user.id, permissions: new Set(names) };
  }
}
