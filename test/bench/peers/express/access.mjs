import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import jwt from 'jsonwebtoken';
import { pool } from './database.mjs';

const key = createPublicKey(readFileSync(process.env.JWT_PUBLIC_KEY_FILE));
const CHECKED = { algorithms: ['RS256'], issuer: 'fasttrack', audience: 'fasttrack-api' };

const PERMISSIONS = `
  SELECT DISTINCT p.name FROM user_roles ur
  JOIN role_permissions rp ON rp.role_id = ur.role_id JOIN permissions p ON p.id = rp.permission_id
  WHERE ur.user_id = $1`;

export class HttpError extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

export function authenticate(request, _response, next) {
  try {
    const claims = jwt.verify(request.get('Authorization')?.replace(/^Bearer /, '') ?? '', key, CHECKED);
    if (claims.type !== 'access') throw new HttpError(401);
    request.userId = Number(claims.sub);
  } catch {
    throw new HttpError(401);
  }
  next();
}

export function requires(permission) {
  return async (request, _response, next) => {
    const { rows } = await pool.query(PERMISSIONS, [request.userId]);
    request.permissions = new Set(rows.map(({ name }) => name));
    if (!request.permissions.has(permission)) throw new HttpError(403);
    next();
  };
}

const ROLES = ['viewer', 'commenter', 'editor', 'manager', 'owner'];

/** Has this role in the project or a higher one, or sees every project. */
export function isIn({ permissions }, role, least) {
  return permissions.has('manage_all_projects') || ROLES.indexOf(role) >= ROLES.indexOf(least);
}
