/** Where the rows of each kind are. */
export const TABLES: Record<string, string> = {
  project: 'projects',
  task: 'tasks',
  label: 'labels',
  event: `(SELECT id FROM events WHERE type LIKE 'task.%') AS events`,
  comment: 'comments',
  invitation: 'invitations',
  relation: 'task_relations',
  file: 'files',
  webhook: 'webhooks',
  delivery: 'webhook_deliveries',
  article: 'articles',
  role: `(SELECT id FROM roles WHERE name NOT IN ('user', 'viewer', 'editor')) AS roles`,
  notification: 'notifications',
  reminder: 'reminders',
  session: 'sessions',
  token: 'api_tokens',
  passkey: 'passkeys',
  identity: 'user_identities',
  'service account': `(SELECT id FROM users WHERE kind = 'service') AS services`,
  user: 'users',
};

/** The column that says whose a row is. */
export const OWN: Record<string, string> = {
  project: 'owner_id',
  task: 'assignee_id',
  comment: 'author_id',
  invitation: 'inviter_id',
  file: 'author_id',
  notification: 'user_id',
  reminder: 'user_id',
  session: 'user_id',
  token: 'user_id',
  passkey: 'user_id',
  identity: 'user_id',
};

/** Nobody has the key of one, nor is this subject at the provider: to be listed and removed. */
export const KEYS = [
  `INSERT INTO passkeys (user_id, name, credential_id, public_key, counter, transports)
   SELECT $1, 'key', decode(md5(random()::text), 'hex'), '\\x00', 0, '{}'
   WHERE NOT EXISTS (SELECT FROM passkeys WHERE user_id = $1)`,
  `INSERT INTO user_identities (user_id, provider, issuer, subject) SELECT $1, 'corp', 'https://corp.example', 'subject ' || random()
   WHERE NOT EXISTS (SELECT FROM user_identities WHERE user_id = $1)`,
];

/** What requests change. What happens beside them (statistics, notifications, the log of refusals) is not among it. */
export const FINGERPRINT = [
  'users u: u.id, u.email, u.display_name, u.password_hash, u.is_active, u.password_must_change, u.totp_enabled, u.email_confirmed_at',
  'second_factors sf: sf.*',
  'backup_codes bc: bc.*',
  'mail_links ml WHERE ml.spent_at IS NOT NULL: ml.id',
  'roles r: r.*',
  'role_permissions rp: rp.*',
  'user_roles ur: ur.*',
  'sessions s: s.id, s.user_id, s.ended_at',
  'refresh_tokens rt: rt.*',
  'projects p: p.id, p.name, p.description, p.status, p.owner_id, p.version',
  'project_members m: m.*',
  'invitations i: i.*',
  'tasks t: t.*',
  'task_relations tr: tr.*',
  'task_former_refs fr: fr.*',
  'labels l: l.*',
  'task_labels tl: tl.*',
  'comments c: c.*',
  'task_watchers w: w.*',
  'notification_preferences np: np.*',
  'reminders re: re.*',
  'files f: f.*',
  'webhooks wh: wh.id, wh.url, wh.types, wh.description, wh.is_active, wh.secret',
  'articles a: a.*',
  'passkeys pk: pk.*',
  'api_tokens at: at.id, at.user_id, at.name, at.permissions, at.project_ids, at.expires_at',
  'user_identities ui: ui.*',
  'calendar_addresses ca: ca.*',
  'notifications n WHERE n.read_at IS NOT NULL: n.id',
  'kept_answers k: k.*',
]
  .map((line) => line.split(': ') as [string, string])
  .map(([table, columns]) => `(SELECT coalesce(sum(hashtextextended(ROW(${columns})::text, 0)), 0) FROM ${table})`)
  .join(` || '/' || `);
