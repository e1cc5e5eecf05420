// Written by scripts/client-types.mjs from the description of the API. Change that, not this.
export interface AccessCheck {
  check: 'account' | 'permission' | 'relation' | 'token';
  /** `null` if nothing is needed. */
  needed: null | string;
  /** `null` if there is nothing. */
  held: null | string;
  /** Where it comes from, or why it is missing: sentences for people. */
  because: readonly string[];
}
export interface AccessExplanation {
  /** Whether the API would do it now. */
  allowed: boolean;
  checks: readonly AccessCheck[];
}
export interface AddFile {
  /** Any file, with a name of 1 to 255 characters. Of a path, the last part is its name. */
  file: Blob;
}
export interface AddMember {
  /** The id of an active user who is with you in another project, or of an active service account. */
  user_id: number;
  /** There is one owner: set `owner_id` of the project instead. */
  role: 'commenter' | 'editor' | 'manager' | 'viewer';
}
export interface AddPasskey {
  credential: NewCredential;
  /** To tell it from your other passkeys. `Passkey` by default. */
  name?: null | string;
}
export interface AddRelation {
  /** What the task in the path is to the other one. */
  type: 'blocked_by' | 'blocks' | 'duplicated_by' | 'duplicates' | 'relates_to';
  /** Another task, which can be in another project that you read. */
  task_id: number;
}
export interface ApiTokenPage {
  items: readonly ApiToken[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface ApiToken {
  id: number;
  name: string;
  /** How the token begins. */
  prefix: string;
  /** `null`: all that the account has at the time. */
  permissions:
    | null
    | readonly (
        | 'create_article'
        | 'create_comment'
        | 'create_project'
        | 'create_task'
        | 'delete_article'
        | 'delete_comment'
        | 'delete_project'
        | 'delete_task'
        | 'delete_user'
        | 'manage_all_projects'
        | 'manage_role'
        | 'manage_service_accounts'
        | 'read_article'
        | 'read_audit'
        | 'read_comment'
        | 'read_project'
        | 'read_role'
        | 'read_task'
        | 'read_user'
        | 'update_article'
        | 'update_project'
        | 'update_task'
        | 'update_user'
      )[];
  /** `null`: all projects, and what is in none. */
  project_ids: null | readonly number[];
  created_at: string;
  /** To the minute. */
  last_used_at: null | string;
  expires_at: null | string;
}
export interface ArticlePage {
  items: readonly Article[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Article {
  id: number;
  title: string;
  body: string;
  /** Who created it; `null` if the account was deleted. */
  author: Person | null;
  created_at: string;
  updated_at: string;
  /** The version of the row: it starts at 1 and grows by 1 with each change. */
  version: number;
}
export interface AssertionResponse {
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  /** The account that the authenticator keeps the passkey for. */
  userHandle?: null | string;
}
export interface AttestationResponse {
  clientDataJSON: string;
  attestationObject: string;
  /** How browsers reach the authenticator. */
  transports?: null | readonly string[];
  /** Not used: it is in `attestationObject`. */
  authenticatorData?: null | string;
  /** Not used: it is in `attestationObject`. */
  publicKey?: null | string;
  /** Not used: it is in `attestationObject`. */
  publicKeyAlgorithm?: null | number;
}
export interface AuditEventPage {
  items: readonly AuditEvent[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface AuditEvent {
  id: number;
  /** The type of event, in the past tense, such as `task.assigned`. */
  type: string;
  /** Who acted; `null` if nobody was signed in, if the program itself acted, or if the account was deleted. */
  actor: Person | null;
  subject: Subject | null;
  /** The IP address that the request came from. */
  ip: null | string;
  request_id: null | string;
  /** Details; their fields depend on `type`. */
  data: Record<string, unknown>;
  timestamp: string;
}
export interface AuthenticatorSelection {
  residentKey: string;
  requireResidentKey: boolean;
  userVerification: string;
}
export interface BackupCodes {
  backup_codes: readonly string[];
}
export interface CalendarAddress {
  /** Of the calendar. Whoever has it reads the calendar; it is shown only here. */
  url: string;
}
export interface ChangeEmail {
  email: string;
  current_password: string;
}
export interface ChangePassword {
  current_password: string;
  new_password: string;
}
export interface ChangeTasks {
  /** Different tasks, also of different projects. */
  ids: readonly number[];
  /** What is changed in each of them, as in an update of one. */
  changes?: UpdateTask;
  /** `true` deletes them, in the place of `changes`. */
  delete?: true;
}
export interface Change {
  kind: 'comment' | 'file' | 'label' | 'member' | 'project' | 'relation' | 'task';
  /** The thing as its own GET shows it now, a project without `role`, a relation with `task_id`; `null` if it is deleted. */
  data: Record<string, unknown> | null;
  /** The number of the newest change of this thing; a project counts its changes. */
  seq: number;
  /** Of the thing; a member's is the person's. */
  id: number;
  deleted: boolean;
}
export interface Changes {
  items: readonly Change[];
  /** What to send as `since` to go on from here. */
  last_seq: number;
  /** Whether there are more changes already. */
  has_more: boolean;
}
export interface CommentPage {
  items: readonly TaskComment[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface TaskComment {
  id: number;
  task_id: number;
  /** `null` if the account was deleted. */
  author: Person | null;
  body: string;
  /** The people whom the comment mentions, in the order in which they were named. */
  mentions: readonly Person[];
  created_at: string;
  /** When the comment was changed last; `null` if it never was. */
  edited_at: null | string;
  /** The version of the row: it starts at 1 and grows by 1 with each change. */
  version: number;
}
export interface ConfirmEmail {
  /** The token from the link in the mail. */
  token: string;
}
export interface CreateApiToken {
  /** What the token is for. */
  name: string;
  /** What the token may do, of what its account may. `null`: all of it, as it is at the time. */
  permissions?:
    | null
    | readonly (
        | 'create_article'
        | 'create_comment'
        | 'create_project'
        | 'create_task'
        | 'delete_article'
        | 'delete_comment'
        | 'delete_project'
        | 'delete_task'
        | 'delete_user'
        | 'manage_all_projects'
        | 'manage_role'
        | 'manage_service_accounts'
        | 'read_article'
        | 'read_audit'
        | 'read_comment'
        | 'read_project'
        | 'read_role'
        | 'read_task'
        | 'read_user'
        | 'update_article'
        | 'update_project'
        | 'update_task'
        | 'update_user'
      )[];
  /** The only projects that the token reaches, and nothing that is in no project. `null`: no such limit; `[]`: none. */
  project_ids?: null | readonly number[];
  /** When it stops working. `null`: never. */
  expires_at?: null | string;
}
export interface CreateArticle {
  title: string;
  body: string;
}
export interface CreateComment {
  body: string;
  /** The ids of people who may read the task. They are told that they are mentioned, and watch the task from then on. */
  mention_ids?: readonly number[];
}
export interface CreateInvitation {
  /** Anybody's but your own, whether or not an account has it. */
  email: string;
  /** There is one owner: set `owner_id` of the project instead. */
  role: 'commenter' | 'editor' | 'manager' | 'viewer';
}
export interface CreateLabel {
  /** No other label of the project has it, in upper or lower case. */
  name: string;
  color: string;
}
export interface CreateProject {
  name: string;
  description?: null | string;
  /** What the refs of its tasks begin with, as `GARDEN` in `GARDEN-12`. Without it, one is made from the name. */
  key?: string;
}
export interface CreateReminder {
  /** In the future. */
  remind_at: string;
}
export interface CreateRole {
  name: string;
  description: string;
  permissions: readonly (
    | 'create_article'
    | 'create_comment'
    | 'create_project'
    | 'create_task'
    | 'delete_article'
    | 'delete_comment'
    | 'delete_project'
    | 'delete_task'
    | 'delete_user'
    | 'manage_all_projects'
    | 'manage_role'
    | 'manage_service_accounts'
    | 'read_article'
    | 'read_audit'
    | 'read_comment'
    | 'read_project'
    | 'read_role'
    | 'read_task'
    | 'read_user'
    | 'update_article'
    | 'update_project'
    | 'update_task'
    | 'update_user'
  )[];
}
export interface CreateServiceAccount {
  display_name: string;
  /** The names of its roles. Without them it gets the role `user`, as everybody does who registers. */
  roles?: readonly string[];
}
export interface CreateTask {
  title: string;
  description?: null | string;
  /** The default is `medium`. */
  priority?: 'high' | 'low' | 'medium';
  /** The id of an active user. */
  assignee_id?: null | number;
  /** The task of the same project that it is part of. */
  parent_id?: null | number;
  /** Ids of labels of the project, all that the task is to have. */
  label_ids?: readonly number[];
  start_on?: null | string;
  /** Not before `start_on`. */
  due_on?: null | string;
  /** When the task comes again: a rule of RFC 5545 of days, weeks, months or years (FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, COUNT, UNTIL as a date), counted from the day on which it is due, or on which it is done. It needs `due_on`. */
  recurrence?: null | { rule?: string; from?: 'completion' | 'due_on' };
}
export interface CreateTasks {
  /** Each as for one. They come last in the project, in this order. */
  tasks: readonly CreateTask[];
}
export interface CreateWebhook {
  /** `https`, in development also `http`. It must not lead to a private address. */
  url: string;
  /** What it hears of; `task.*` stands for all types that begin with `task.`. */
  types: readonly (
    | 'comment.*'
    | 'comment.added'
    | 'comment.deleted'
    | 'comment.edited'
    | 'file.*'
    | 'file.added'
    | 'file.deleted'
    | 'label.*'
    | 'label.created'
    | 'label.deleted'
    | 'label.updated'
    | 'member.*'
    | 'member.joined'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'ping'
    | 'project.*'
    | 'project.updated'
    | 'task.*'
    | 'task.created'
    | 'task.deleted'
    | 'task.moved'
    | 'task.restored'
    | 'task.updated'
  )[];
  description?: null | string;
}
export interface CreatedApiToken {
  /** The token itself. It is shown only here. */
  token: string;
  id: number;
  name: string;
  /** How the token begins. */
  prefix: string;
  /** `null`: all that the account has at the time. */
  permissions:
    | null
    | readonly (
        | 'create_article'
        | 'create_comment'
        | 'create_project'
        | 'create_task'
        | 'delete_article'
        | 'delete_comment'
        | 'delete_project'
        | 'delete_task'
        | 'delete_user'
        | 'manage_all_projects'
        | 'manage_role'
        | 'manage_service_accounts'
        | 'read_article'
        | 'read_audit'
        | 'read_comment'
        | 'read_project'
        | 'read_role'
        | 'read_task'
        | 'read_user'
        | 'update_article'
        | 'update_project'
        | 'update_task'
        | 'update_user'
      )[];
  /** `null`: all projects, and what is in none. */
  project_ids: null | readonly number[];
  created_at: string;
  /** To the minute. */
  last_used_at: null | string;
  expires_at: null | string;
}
export interface CreationOptions {
  rp: RelyingParty;
  user: KeyOwner;
  /** To be answered once, within five minutes. */
  challenge: string;
  pubKeyCredParams: readonly KeyKind[];
  /** In milliseconds. */
  timeout: number;
  attestation: string;
  /** The passkeys that you have: their authenticators make no second one. */
  excludeCredentials: readonly KnownKey[];
  authenticatorSelection: AuthenticatorSelection;
  extensions: Extensions;
  hints: readonly string[];
}
export interface DeleteUser {
  /** The new owner of the user's projects: another active user. Required if the user owns projects. */
  new_owner_id?: number;
}
export interface DeliveryPage {
  items: readonly Delivery[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Delivery {
  id: number;
  /** The `webhook-id` of every attempt. */
  event_id: number;
  type:
    | 'comment.added'
    | 'comment.deleted'
    | 'comment.edited'
    | 'file.added'
    | 'file.deleted'
    | 'label.created'
    | 'label.deleted'
    | 'label.updated'
    | 'member.joined'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'ping'
    | 'project.updated'
    | 'task.created'
    | 'task.deleted'
    | 'task.moved'
    | 'task.restored'
    | 'task.updated';
  /** Waiting for its first attempt, taken, to be tried again, or given up. */
  status: 'dead' | 'delivered' | 'failing' | 'pending';
  /** How often it was tried, also before it was asked for again. */
  attempts: number;
  /** The HTTP status of the last attempt; null if there was no answer. */
  last_status: null | number;
  /** What was wrong with the last attempt. */
  last_error: null | string;
  /** Null where there is nothing left to do. A paused webhook is sent nothing, whatever the time. */
  next_attempt_at: null | string;
  created_at: string;
}
export interface DisableTotp {
  /** Six digits from the authenticator app. Spaces and dashes are ignored. Send either this or `backup_code`. */
  totp_code?: string;
  /** A backup code instead of `totp_code`. Each works once. Spaces and dashes are ignored. */
  backup_code?: string;
  current_password: string;
}
export interface ErrorDetail {
  /** The field that is taken or was wrong too often, or the kind of what was missing. */
  field: string;
  /** The permission or relation that was missing, the code of the conflict, or the name of the limit. */
  code: string;
  /** For people; may change. */
  message: string;
  /** The bound that was passed, such as the most characters; where it was one. */
  limit?: number;
}
export interface EventTotals {
  /** Deliveries of events to subscribers that are still to be made. */
  waiting: number;
  /** Deliveries that were given up after their last attempt. */
  dead: number;
  /** The age of the oldest waiting delivery, in seconds; 0 if none waits. */
  oldest_waiting_seconds: number;
}
export interface ExchangeCode {
  /** The `code` with which the browser came back to `return_to`. */
  code: string;
  /** A code of the authenticator app, if the account has a second factor. */
  totp_code?: string;
  /** A backup code instead of `totp_code`. Each works once. */
  backup_code?: string;
  /** Where the refresh token goes: `cookie` is one that no script can read, for pages of the same site. `body` by default. */
  refresh_in?: 'body' | 'cookie';
}
export interface Extensions {
  credProps: boolean;
}
export interface FieldError {
  /** The name of the field or parameter that is wrong. */
  field: string;
  /** What is wrong with it. */
  code:
    | 'breached'
    | 'format'
    | 'required'
    | 'too_large'
    | 'too_long'
    | 'too_short'
    | 'too_small'
    | 'type'
    | 'unchanged'
    | 'unknown'
    | 'unknown_field';
  /** For people; may change. */
  message: string;
  /** The bound that was passed, such as the most characters; where it was one. */
  limit?: number;
}
export interface FilePage {
  items: readonly TaskFile[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface TaskFile {
  id: number;
  task_id: number;
  name: string;
  /** In bytes. */
  size: number;
  /** What the bytes are: found out from them. `text/plain` for any text, `application/octet-stream` for what is unknown. */
  content_type: string;
  /** Of the bytes, in hexadecimal digits. It is also the `ETag` of the content. */
  sha256: string;
  /** `null` if the account was deleted. */
  author: Person | null;
  created_at: string;
}
export interface ForgotPassword {
  email: string;
}
export interface Health {
  status: 'live' | 'ready';
}
export interface HistoryEvent {
  /** What was changed, by the names that the fields have in a PATCH; empty if nothing was, or if that is unknown. */
  changes: Record<string, unknown>;
  id: number;
  /** What happened, such as `task.created` or `task.changed`. */
  type: string;
  /** Who did it; `null` if the program itself did, or if the account was deleted. */
  actor: Person | null;
  timestamp: string;
}
export interface HistoryPage {
  items: readonly HistoryEvent[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface IdentityPage {
  items: readonly Identity[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Identity {
  id: number;
  /** The name of the provider in `/auth/providers`. */
  provider: string;
  issuer: string;
  created_at: string;
}
export interface Import {
  /** Whether nothing was done: the rest says what would be. */
  dry_run: boolean;
  /** The project that has it now; `null` where a dry run would make one. */
  project: ImportedInto | null;
  /** Whether the project is a new one. */
  project_created: boolean;
  created: ImportedCounts;
  /** What was there before, and stays as it is. */
  unchanged: ImportedCounts;
  /** How many places of the file were passed over. */
  skipped_count: number;
  /** The first hundred of them. */
  skipped: readonly Skipped[];
  /** What else is different from the file. */
  notes: readonly string[];
}
export interface ImportedCounts {
  labels: number;
  tasks: number;
  comments: number;
  relations: number;
}
export interface ImportedFile {
  file: Blob;
}
export interface ImportedInto {
  id: number;
  key: string;
  name: string;
}
export interface InvitationPage {
  items: readonly Invitation[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Invitation {
  id: number;
  email: string;
  role: 'commenter' | 'editor' | 'manager' | 'viewer';
  /** Who invited this address last. */
  invited_by: Person;
  created_at: string;
  expires_at: string;
}
export interface Inviter {
  display_name: string;
}
export interface InvitingProject {
  id: number;
  name: string;
}
export interface Jwk {
  kty: string;
  n: string;
  e: string;
  kid: string;
  use: string;
  alg: string;
}
export interface Jwks {
  keys: readonly Jwk[];
}
export interface KeyKind {
  /** A number of the COSE registry of algorithms. */
  alg: number;
  type: string;
}
export interface KeyOwner {
  id: string;
  name: string;
  displayName: string;
}
export interface KnownKey {
  id: string;
  type: string;
  transports?: readonly string[];
}
export interface LabelPage {
  items: readonly Label[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Label {
  id: number;
  name: string;
  /** As `#2e8b57`. */
  color: string;
  project_id: number;
}
export interface LinkIdentity {
  /** An URL of `PUBLIC_URL` or of one of `CORS_ORIGINS`, where the browser comes back to. */
  return_to: string;
}
export interface Login {
  email: string;
  password: string;
  /** A code of the authenticator app, if the account has a second factor. */
  totp_code?: string;
  /** A backup code instead of `totp_code`. Each works once. */
  backup_code?: string;
  /** Where the refresh token goes: `cookie` is one that no script can read, for pages of the same site. `body` by default. */
  refresh_in?: 'body' | 'cookie';
}
export interface Logout {
  /** The session of this token ends. It needs no access token. */
  refresh_token?: string;
}
export interface MailPreferences {
  task_assigned: boolean;
  mentioned: boolean;
  comment_added: boolean;
  status_changed: boolean;
  task_reminder: boolean;
  tasks_due: boolean;
  member_added: boolean;
}
export interface MarkNotification {
  is_read?: boolean;
}
export interface Me {
  id: number;
  /** A person, or a service account that a program uses. */
  kind: 'person' | 'service';
  /** `null` for a service account. */
  email: null | string;
  /** Whether the address was confirmed by a link. Until then, no mails are sent that other users cause. */
  email_confirmed: boolean;
  display_name: string;
  /** The IANA name of your time zone: what is overdue is judged by the day that it is there. */
  time_zone: string;
  roles: readonly string[];
  /** All permissions of your roles. */
  permissions: readonly string[];
  is_active: boolean;
  totp_enabled: boolean;
  password_must_change: boolean;
  created_at: string;
  updated_at: string;
}
export interface MemberPage {
  items: readonly Member[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Member {
  user: Person;
  role: 'commenter' | 'editor' | 'manager' | 'owner' | 'viewer';
  joined_at: string;
}
export interface MoveTask {
  /** The task before which it comes. It is in the project to which this one moves. */
  before_id?: number;
  /** The task after which it comes. It is in the project to which this one moves. */
  after_id?: number;
  to?: 'first' | 'last';
  /** Changes with the move, by the same steps as in an update of the task. */
  status?: 'done' | 'in_progress' | 'todo';
  /** The project to which it moves. You edit both. Without another place, it comes last there. */
  project_id?: number;
}
export interface NewCredential {
  id: string;
  /** The same as `id`. */
  rawId: string;
  type: 'public-key';
  /** Not used. */
  authenticatorAttachment?: null | string;
  /** Not used. */
  clientExtensionResults?: Record<string, unknown> | null;
  response: AttestationResponse;
}
export interface NotificationPage {
  items: readonly InboxNotification[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface NotificationPreferences {
  mail: MailPreferences;
  /** Those that you may read; of these you hear only mentions and assignments. */
  muted_project_ids: readonly number[];
}
export interface InboxNotification {
  id: number;
  /** The number of the notification: 1, 2, 3 … for each user, without gaps. */
  seq: number;
  /** What happened; the fields of `data` depend on it. */
  type:
    | 'comment_added'
    | 'member_added'
    | 'mentioned'
    | 'status_changed'
    | 'task_assigned'
    | 'task_reminder'
    | 'tasks_due'
    | 'webhook_paused';
  /** Details; `/asyncapi.json` has the fields for each type. */
  data: Record<string, unknown>;
  timestamp: string;
  /** `null` while it is unread. */
  read_at: null | string;
}
export interface OAuthError {
  /** `invalid_grant`, `invalid_request`, `unsupported_grant_type`, or a code of ours where the RFC has none. */
  error: string;
  /** Our own code, a colon, and what it means. */
  error_description: string;
}
export interface OpenedInvitation {
  project: InvitingProject;
  /** The role that whoever accepts gets. */
  role: 'commenter' | 'editor' | 'manager' | 'viewer';
  invited_by: Inviter;
  expires_at: string;
}
export interface PasskeyLogin {
  credential: ShownCredential;
  /** Where the refresh token goes: `cookie` is one that no script can read, for pages of the same site. `body` by default. */
  refresh_in?: 'body' | 'cookie';
}
export interface PasskeyPage {
  items: readonly Passkey[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Passkey {
  id: number;
  name: string;
  created_at: string;
  /** `null`: it was never used to sign in. */
  last_used_at: null | string;
}
export interface PeoplePage {
  items: readonly Person[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface PermissionPage {
  items: readonly Permission[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Permission {
  name: string;
  description: string;
}
export interface Person {
  id: number;
  display_name: string;
  /** A person, or a service account that a program uses. */
  kind: 'person' | 'service';
}
export interface PrepareTotp {
  current_password: string;
}
export interface ProjectPage {
  items: readonly Project[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface ProjectStats {
  todo: number;
  in_progress: number;
  done: number;
}
export interface Project {
  id: number;
  /** What the refs of its tasks begin with. */
  key: string;
  name: string;
  description: null | string;
  /** An archived project is read-only. */
  status: 'active' | 'archived';
  owner: Person;
  /** Your role in the project; `null` if only `manage_all_projects` lets you in. */
  role: 'commenter' | 'editor' | 'manager' | 'owner' | 'viewer' | null;
  stats: ProjectStats;
  created_at: string;
  updated_at: string;
  /** The version of the row: it starts at 1 and grows by 1 with each change. */
  version: number;
}
export interface Provider {
  /** As paths name it. */
  id: string;
  /** As people know it. */
  name: string;
  /** Where a sign-in starts; `return_to` has to be added. */
  start_url: string;
}
export interface Providers {
  items: readonly Provider[];
}
export interface Recurrence {
  /** As in RFC 5545, such as `FREQ=WEEKLY;BYDAY=MO`. */
  rule: string;
  from: 'completion' | 'due_on';
}
export interface Refresh {
  /** Without it, the token is taken from the cookie. */
  refresh_token?: string;
}
export interface Register {
  email: string;
  password: string;
  display_name: string;
  /** The token from the link of an invitation: the account joins its project at once. */
  invitation_token?: string;
}
export interface RelatedTask {
  id: number;
  ref: string;
  title: string;
  status: 'done' | 'in_progress' | 'todo';
}
export interface RelationPage {
  items: readonly Relation[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Relation {
  id: number;
  /** What the task in the path is to the other one. */
  type: 'blocked_by' | 'blocks' | 'duplicated_by' | 'duplicates' | 'relates_to';
  task: RelatedTask;
}
export interface RelyingParty {
  name: string;
  /** The host of `PUBLIC_URL`. */
  id: string;
}
export interface ReminderPage {
  items: readonly Reminder[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Reminder {
  id: number;
  task_id: number;
  remind_at: string;
  created_at: string;
}
export interface Replay {
  since: string;
  until: string;
  /** How many deliveries are to be sent because of it so far. */
  queued: number;
  /** False where there was more than one answer should wait for: the rest follows by itself. */
  is_complete: boolean;
}
export interface ReplayWebhook {
  since: string;
  /** Now, if it is missing. */
  until?: string;
}
export interface RequestOptions {
  /** To be answered once, within five minutes. */
  challenge: string;
  rpId: string;
  /** Empty: the authenticator finds the passkey by itself. */
  allowCredentials: readonly KnownKey[];
  /** In milliseconds. */
  timeout: number;
  userVerification: string;
}
export interface ResetPassword {
  /** From the link in the mail. */
  token: string;
  new_password: string;
}
export interface RolePage {
  items: readonly Role[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Role {
  id: number;
  name: string;
  description: string;
  permissions: readonly string[];
  /** A protected role can't be changed or deleted. */
  is_protected: boolean;
}
export interface SearchHit {
  type: 'article' | 'comment' | 'project' | 'task';
  id: number;
  /** The title of the task or article, or the name of the project. A comment has the title of its task. */
  title: string;
  /** Plain text around the first word that was found, at most about 200 characters. */
  excerpt: string;
  /** The id of the project; of a project itself, its own. `null` for articles. */
  project_id: null | number;
  /** The id of the task; of a task itself, its own. `null` for projects and articles. */
  task_id: null | number;
}
export interface SearchPage {
  items: readonly SearchHit[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface SecondFactorCode {
  /** Six digits from the authenticator app. Spaces and dashes are ignored. Send either this or `backup_code`. */
  totp_code?: string;
  /** A backup code instead of `totp_code`. Each works once. Spaces and dashes are ignored. */
  backup_code?: string;
}
export interface ServiceAccountPage {
  items: readonly ServiceAccount[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface ServiceAccount {
  id: number;
  /** Always `service`. */
  kind: 'person' | 'service';
  display_name: string;
  /** The names of its roles. */
  roles: readonly string[];
  /** `false` if the account is disabled: its tokens are refused. */
  is_active: boolean;
  created_at: string;
}
export interface SessionPage {
  items: readonly Session[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface Session {
  id: number;
  created_at: string;
  /** When the newest token pair of the session was issued. */
  last_used_at: string;
  /** The IP address of the sign-in. */
  ip: string;
  user_agent: null | string;
  /** Whether this session sent the request. */
  is_current: boolean;
}
export interface ShownCredential {
  id: string;
  /** The same as `id`. */
  rawId: string;
  type: 'public-key';
  /** Not used. */
  authenticatorAttachment?: null | string;
  /** Not used. */
  clientExtensionResults?: Record<string, unknown> | null;
  response: AssertionResponse;
}
export interface ShownLabel {
  id: number;
  name: string;
  /** As `#2e8b57`. */
  color: string;
}
export interface Skipped {
  /** Where in the file, as `lines[3].title`: its lines count from 1. */
  field: string;
  code: string;
  message: string;
}
export interface StartedLink {
  /** Where the browser goes to sign in at the provider. */
  url: string;
}
export interface Stats {
  users: number;
  projects: number;
  tasks: TaskTotals;
  /** Sockets that are connected to the instance that answers. */
  connected_sockets: number;
  events: EventTotals;
  webhook_deliveries: WebhookTotals;
}
export interface Subject {
  type: string;
  id: number;
}
export interface TaskPage {
  items: readonly Task[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface TaskTotals {
  todo: number;
  in_progress: number;
  done: number;
}
export interface Task {
  id: number;
  /** What people call the task, as `GARDEN-12`: the key of its project and its number there. */
  ref: string;
  /** Counts the tasks of the project: 1, 2, 3 and so on. A number is never used again. */
  number: number;
  project_id: number;
  /** The task that this one is part of; `null` for none. */
  parent_id: null | number;
  /** Its place in the order of the project. Compare positions bytewise, and expect them to change. */
  position: string;
  title: string;
  description: null | string;
  status: 'done' | 'in_progress' | 'todo';
  priority: 'high' | 'low' | 'medium';
  assignee: Person | null;
  /** By name. */
  labels: readonly ShownLabel[];
  /** A day of the calendar, as `2026-01-31`. */
  start_on: null | string;
  /** The last day: the task is overdue from the next day on, in the time zone of whoever looks, unless it is done. */
  due_on: null | string;
  /** When it comes again: once it is done, the next task is made, which has it, too. */
  recurrence: Recurrence | null;
  created_at: string;
  updated_at: string;
  /** The version of the row: it starts at 1 and grows by 1 with each change. */
  version: number;
}
export interface Tasks {
  /** In the order in which they were asked for. */
  items: readonly Task[];
}
export interface TokenPair {
  access_token: string;
  token_type: 'bearer';
  /** The lifetime of the access token in seconds. */
  expires_in: number;
  /** `null` where it was asked for in the cookie. */
  refresh_token: null | string;
  /** The lifetime of the refresh token in seconds. */
  refresh_expires_in: number;
}
export interface TokenRequest {
  /** `password` or `refresh_token`. */
  grant_type: string;
  /** The e-mail address, for the grant `password`. */
  username?: string;
  /** For the grant `password`. */
  password?: string;
  /** For the grant `refresh_token`. */
  refresh_token?: string;
  /** A code of the authenticator app, if the account has a second factor. */
  totp_code?: string;
  /** A backup code instead of `totp_code`. Each works once. */
  backup_code?: string;
}
export interface TotpCode {
  /** Six digits from the authenticator app. Spaces and dashes are ignored. */
  totp_code: string;
}
export interface Totp {
  /** The secret in Base32, for typing it in. */
  secret: string;
  otpauth_uri: string;
  /** The URI as a QR code in an SVG document. */
  qr_svg: string;
}
export interface TrashPage {
  items: readonly TrashedTask[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface TrashedTask {
  id: number;
  /** What people call the task, as `GARDEN-12`: the key of its project and its number there. */
  ref: string;
  /** Counts the tasks of the project: 1, 2, 3 and so on. A number is never used again. */
  number: number;
  project_id: number;
  /** The task that this one is part of; `null` for none. */
  parent_id: null | number;
  /** Its place in the order of the project. Compare positions bytewise, and expect them to change. */
  position: string;
  title: string;
  description: null | string;
  status: 'done' | 'in_progress' | 'todo';
  priority: 'high' | 'low' | 'medium';
  assignee: Person | null;
  /** By name. */
  labels: readonly ShownLabel[];
  /** A day of the calendar, as `2026-01-31`. */
  start_on: null | string;
  /** The last day: the task is overdue from the next day on, in the time zone of whoever looks, unless it is done. */
  due_on: null | string;
  /** When it comes again: once it is done, the next task is made, which has it, too. */
  recurrence: Recurrence | null;
  created_at: string;
  updated_at: string;
  /** The version of the row: it starts at 1 and grows by 1 with each change. */
  version: number;
  /** It can be restored until `TRASH_RETENTION_DAYS` after that. */
  deleted_at: string;
}
export interface UnreadCount {
  count: number;
}
export interface UpdateArticle {
  title?: string;
  body?: string;
}
export interface UpdateComment {
  body?: string;
  /** Replaces the list. Only those hear of it who were not mentioned before. */
  mention_ids?: readonly number[];
}
export interface UpdateLabel {
  /** No other label of the project has it, in upper or lower case. */
  name?: string;
  color?: string;
}
export interface UpdateMe {
  display_name?: string;
  /** An IANA name such as `Europe/Berlin`. New accounts have `UTC`. */
  time_zone?: string;
}
export interface UpdateMember {
  /** There is one owner: set `owner_id` of the project instead. */
  role?: 'commenter' | 'editor' | 'manager' | 'viewer';
}
export interface UpdateNotificationPreferences {
  /** Whether these notifications also come as mails. What is missing stays as it is. */
  mail?: {
    task_assigned?: boolean;
    mentioned?: boolean;
    comment_added?: boolean;
    status_changed?: boolean;
    task_reminder?: boolean;
    tasks_due?: boolean;
    member_added?: boolean;
  };
  /** The projects of which you hear only what is addressed to you: mentions and assignments. Replaces the list. */
  muted_project_ids?: readonly number[];
}
export interface UpdateProject {
  name?: string;
  description?: null | string;
  /** Refs with the old key find the tasks until another project takes it. */
  key?: string;
  /** An archived project can only be read, deleted, or set to `active` again. */
  status?: 'active' | 'archived';
  /** The new owner: an active user. The former owner stays as a manager. Only the owner can set it. */
  owner_id?: number;
}
export interface UpdateRole {
  name?: string;
  description?: string;
  /** All permissions of the role. They replace the permissions held so far. */
  permissions?: readonly (
    | 'create_article'
    | 'create_comment'
    | 'create_project'
    | 'create_task'
    | 'delete_article'
    | 'delete_comment'
    | 'delete_project'
    | 'delete_task'
    | 'delete_user'
    | 'manage_all_projects'
    | 'manage_role'
    | 'manage_service_accounts'
    | 'read_article'
    | 'read_audit'
    | 'read_comment'
    | 'read_project'
    | 'read_role'
    | 'read_task'
    | 'read_user'
    | 'update_article'
    | 'update_project'
    | 'update_task'
    | 'update_user'
  )[];
}
export interface UpdateServiceAccount {
  display_name?: string;
  /** The names of all its roles. They replace those held so far. */
  roles?: readonly string[];
  /** `false` disables the account: its tokens are refused from now on. */
  is_active?: boolean;
}
export interface UpdateTask {
  title?: string;
  description?: null | string;
  /** Allowed steps: `todo` → `in_progress` → `done`, one step back, and `done` → `todo`. */
  status?: 'done' | 'in_progress' | 'todo';
  priority?: 'high' | 'low' | 'medium';
  /** The id of an active user; `null` leaves the task unassigned. */
  assignee_id?: null | number;
  /** The task of the same project that it becomes part of; `null` makes it part of none. */
  parent_id?: null | number;
  /** Ids of labels of the project, all that the task is to have. */
  label_ids?: readonly number[];
  start_on?: null | string;
  /** Not before `start_on`. */
  due_on?: null | string;
  /** What is missing of it stays as it is; `null` ends it. A new rule counts anew. */
  recurrence?: null | { rule?: string; from?: 'completion' | 'due_on' };
}
export interface UpdateUser {
  /** The names of all roles of the user. They replace the roles held so far. */
  roles?: readonly string[];
  /** `false` disables the account and ends all its sessions. */
  is_active?: boolean;
  display_name?: string;
  /** While it is `true`, the user can do nothing else before they change their password. */
  password_must_change?: boolean;
}
export interface UpdateWebhook {
  /** `https`, in development also `http`. It must not lead to a private address. */
  url?: string;
  /** What it hears of; `task.*` stands for all types that begin with `task.`. */
  types?: readonly (
    | 'comment.*'
    | 'comment.added'
    | 'comment.deleted'
    | 'comment.edited'
    | 'file.*'
    | 'file.added'
    | 'file.deleted'
    | 'label.*'
    | 'label.created'
    | 'label.deleted'
    | 'label.updated'
    | 'member.*'
    | 'member.joined'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'ping'
    | 'project.*'
    | 'project.updated'
    | 'task.*'
    | 'task.created'
    | 'task.deleted'
    | 'task.moved'
    | 'task.restored'
    | 'task.updated'
  )[];
  description?: null | string;
  /** `false` pauses it: it hears of nothing new, and what waits is kept. `true` sends on what waits. */
  is_active?: boolean;
}
export interface UseInvitation {
  /** From the link in the mail. */
  token: string;
}
export interface UserPage {
  items: readonly User[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface User {
  id: number;
  /** `person`: service accounts are not listed here. */
  kind: 'person' | 'service';
  email: string;
  /** Whether the address was confirmed by a link. Until then, no mails are sent that other users cause. */
  email_confirmed: boolean;
  display_name: string;
  /** The names of the user's roles. */
  roles: readonly string[];
  /** `false` if the account is disabled: it can't sign in. */
  is_active: boolean;
  totp_enabled: boolean;
  password_must_change: boolean;
  /** `null` before the first sign-in. */
  last_login_at: null | string;
  created_at: string;
  updated_at: string;
}
export interface WatcherPage {
  items: readonly Person[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface WebhookPage {
  items: readonly Webhook[];
  /** Send it as `cursor` to get the next page; `null` on the last page. */
  next_cursor: null | string;
  has_more: boolean;
}
export interface WebhookTotals {
  /** Deliveries to webhooks that are still to be made, or made again. */
  waiting: number;
  /** Deliveries to webhooks that were given up after their last attempt. */
  dead: number;
}
export interface Webhook {
  id: number;
  project_id: number;
  url: string;
  types: readonly string[];
  description: null | string;
  is_active: boolean;
  /** Why the program has paused it: its receiver said that it is gone (status 410), or took nothing for five days. Null where a person has paused it, and while it is active. */
  paused_reason: 'gone' | 'no_success' | null;
  created_at: string;
  updated_at: string;
}
export interface WebhookWithSecret {
  /** `whsec_` and a key in base64, with which deliveries are signed. */
  secret: string;
  id: number;
  project_id: number;
  url: string;
  types: readonly string[];
  description: null | string;
  is_active: boolean;
  /** Why the program has paused it: its receiver said that it is gone (status 410), or took nothing for five days. Null where a person has paused it, and while it is active. */
  paused_reason: 'gone' | 'no_success' | null;
  created_at: string;
  updated_at: string;
}
/** Every operation by its method and path: what it takes, what it answers, and how it can refuse. */
export interface Operations {
  /** Explain why somebody may use a permission on a project or task, or why not */
  'GET /access/explain': {
    input: {
      query: {
        /** A permission that is asked for a project or for a task, such as `update_task`. */
        permission: string;
        /** Send either this or `task_id`. */
        project_id?: number;
        task_id?: number;
        /** Yourself by default. Asking about others needs `read_user` and `read_role`. */
        user_id?: number;
      };
    };
    answer: AccessExplanation;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List articles */
  'GET /articles': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: ArticlePage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create an article */
  'POST /articles': {
    input: { body: CreateArticle };
    answer: Article;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete an article */
  'DELETE /articles/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: Article;
  };
  /** Get an article */
  'GET /articles/{id}': {
    input: { path: { id: number } };
    answer: Article;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update an article */
  'PATCH /articles/{id}': {
    input: { path: { id: number }; body: UpdateArticle };
    answer: Article;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: Article;
  };
  /** List audit events */
  'GET /audit/events': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        /** The id of the user who acted. */
        user_id?: number;
        /** The type of event, such as `task.assigned`. */
        type?: string;
        /** Events at this time or later. */
        since?: string;
        /** Events at this time or earlier. */
        until?: string;
      };
    };
    answer: AuditEventPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Confirm an e-mail address with the link from the mail */
  'POST /auth/email/confirm': {
    input: { body: ConfirmEmail };
    answer: null;
    codes: {
      400: 'malformed_json';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'email_taken';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'invalid_token_link' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Sign in with e-mail address and password */
  'POST /auth/login': {
    input: { body: Login };
    answer: TokenPair;
    codes: {
      400: 'malformed_json';
      401: 'invalid_credentials' | 'invalid_totp' | 'totp_required' | 'totp_unreadable';
      403: 'account_disabled';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Ends the session of the token; its access and refresh tokens are refused from now on */
  'POST /auth/logout': {
    input: { body?: Logout };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_refresh_token' | 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Sign in with the code that return_to got */
  'POST /auth/oidc/exchange': {
    input: { body: ExchangeCode };
    answer: TokenPair;
    codes: {
      400: 'malformed_json';
      401: 'invalid_credentials' | 'invalid_totp' | 'totp_required' | 'totp_unreadable';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Sign in with a passkey: what the browser answered to the options, by toJSON() */
  'POST /auth/passkey': {
    input: { body: PasskeyLogin };
    answer: TokenPair;
    codes: {
      400: 'malformed_json';
      401: 'invalid_credentials';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get the options for navigator.credentials.get(), as PublicKeyCredential.parseRequestOptionsFromJSON() takes them */
  'POST /auth/passkey/options': {
    input: Record<never, never>;
    answer: RequestOptions;
    codes: {
      400: 'malformed_json';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Request a password reset link by mail */
  'POST /auth/password/forgot': {
    input: { body: ForgotPassword };
    answer: null;
    codes: {
      400: 'malformed_json';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Reset a password with the link from the mail */
  'POST /auth/password/reset': {
    input: { body: ResetPassword };
    answer: null;
    codes: {
      400: 'malformed_json';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'invalid_token_link' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the providers of OpenID Connect with which people can sign in, in the order of the configuration */
  'GET /auth/providers': {
    input: Record<never, never>;
    answer: Providers;
    codes: {
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Spends a refresh token for the next pair */
  'POST /auth/refresh': {
    input: { body?: Refresh };
    answer: TokenPair;
    codes: {
      400: 'malformed_json';
      401: 'invalid_refresh_token' | 'refresh_token_reused';
      403: 'forbidden';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Register a user */
  'POST /auth/register': {
    input: { body: Register };
    answer: User;
    codes: {
      400: 'malformed_json';
      403: 'registration_closed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'email_taken' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'invalid_token_link' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get a token pair with OAuth 2 */
  'POST /auth/token': {
    input: { body: URLSearchParams };
    answer: TokenPair;
    codes: Record<never, never>;
  };
  /** Read a calendar (RFC 5545) by its secret address: the tasks that are assigned to its owner, with a due_on, not done, and in active projects, each as an event of a whole day */
  'GET /calendar/{token}.ics': {
    input: { path: { token: string } };
    answer: string;
    codes: {
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a comment */
  'DELETE /comments/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: TaskComment;
  };
  /** Update a comment */
  'PATCH /comments/{id}': {
    input: { path: { id: number }; body: UpdateComment };
    answer: TaskComment;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: TaskComment;
  };
  /** Delete a file */
  'DELETE /files/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get what is known of a file */
  'GET /files/{id}': {
    input: { path: { id: number } };
    answer: TaskFile;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Download a file */
  'GET /files/{id}/content': {
    input: { path: { id: number } };
    answer: Blob;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      416: 'range_not_satisfiable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Check that the process is alive */
  'GET /health/live': {
    input: Record<never, never>;
    answer: Health;
    codes: {
      406: 'not_acceptable';
      422: 'validation_failed';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Check that the instance is ready for requests */
  'GET /health/ready': {
    input: Record<never, never>;
    answer: Health;
    codes: {
      406: 'not_acceptable';
      422: 'validation_failed';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Accept an invitation with the token from its link, and join the project */
  'POST /invitations/accept': {
    input: { body: UseInvitation };
    answer: Project;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'invalid_token_link' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Look at an invitation by the token from its link, before accepting it */
  'POST /invitations/inspect': {
    input: { body: UseInvitation };
    answer: OpenedInvitation;
    codes: {
      400: 'malformed_json';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'invalid_token_link' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a label */
  'DELETE /labels/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update a label */
  'PATCH /labels/{id}': {
    input: { path: { id: number }; body: UpdateLabel };
    answer: Label;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'name_taken' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List your notifications */
  'GET /notifications': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        /** `false` lists unread notifications only, `true` only those that were read. */
        is_read?: boolean;
      };
    };
    answer: NotificationPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Mark a notification as read or unread */
  'PATCH /notifications/{id}': {
    input: { path: { id: number }; body: MarkNotification };
    answer: InboxNotification;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Mark all your notifications as read */
  'POST /notifications/read-all': {
    input: Record<never, never>;
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Count your unread notifications */
  'GET /notifications/unread-count': {
    input: Record<never, never>;
    answer: UnreadCount;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the people you work with: everybody with whom you share a project, and yourself */
  'GET /people': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        /** Beginnings of words of the name, in any order, without case and accents: `lou mar` finds Márta Loukas. */
        query?: string;
      };
    };
    answer: PeoplePage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List permissions */
  'GET /permissions': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: PermissionPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List projects: the caller's own and those shared with the caller; with manage_all_projects it has all */
  'GET /projects': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        /** `deleted`: your own projects in the trash. */
        status?: 'active' | 'archived' | 'deleted';
        /** Your role in the project, exactly. */
        role?: 'commenter' | 'editor' | 'manager' | 'owner' | 'viewer';
      };
    };
    answer: ProjectPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create a project */
  'POST /projects': {
    input: { body: CreateProject };
    answer: Project;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'key_taken';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a project, with all that is in it; an archived one, too */
  'DELETE /projects/{id}': {
    input: {
      path: { id: number };
      query?: {
        /** `true` deletes it for good, with all that is in it. */
        permanently?: boolean;
      };
    };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: Project;
  };
  /** Get a project */
  'GET /projects/{id}': {
    input: { path: { id: number } };
    answer: Project;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update a project */
  'PATCH /projects/{id}': {
    input: { path: { id: number }; body: UpdateProject };
    answer: Project;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'key_taken' | 'project_archived';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: Project;
  };
  /** List what has changed in a project: the project, its members, labels, tasks, comments, relations and files, each once, at the number of its newest change, in ascending order */
  'GET /projects/{id}/changes': {
    input: {
      path: { id: number };
      query?: {
        /** The `last_seq` of the last page; 0 begins with all there is. */
        since?: number;
        /** The largest number of items in the page. */
        limit?: number;
        /** Only changes of these kinds. `last_seq` counts all. */
        kinds?: readonly ('comment' | 'file' | 'label' | 'member' | 'project' | 'relation' | 'task')[];
        /** For how many seconds to wait for a change, where there is none. */
        wait?: number;
      };
    };
    answer: Changes;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      410: 'resync_required';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Export a project, as it is at one moment */
  'GET /projects/{id}/export': {
    input: {
      path: { id: number };
      query?: {
        /** `jsonl` (JSON lines) has everything, and can be imported again; `csv` has the tasks, for spreadsheets. */
        format?: 'csv' | 'jsonl';
      };
    };
    answer: string;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the open invitations of a project: those whose links work */
  'GET /projects/{id}/invitations': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: InvitationPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Invite an address to a project */
  'POST /projects/{id}/invitations': {
    input: { path: { id: number }; body: CreateInvitation };
    answer: Invitation;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Cancel an open invitation */
  'DELETE /projects/{id}/invitations/{invitation_id}': {
    input: { path: { id: number; invitation_id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the labels of a project */
  'GET /projects/{id}/labels': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: LabelPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create a label in a project */
  'POST /projects/{id}/labels': {
    input: { path: { id: number }; body: CreateLabel };
    answer: Label;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409:
        | 'idempotency_answer_unreadable'
        | 'idempotency_in_progress'
        | 'limit_reached'
        | 'name_taken'
        | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the members of a project */
  'GET /projects/{id}/members': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        /** Exactly this role. */
        role?: 'commenter' | 'editor' | 'manager' | 'owner' | 'viewer';
      };
    };
    answer: MemberPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Add a member to a project: a person who shares a project with you, or any service account */
  'POST /projects/{id}/members': {
    input: { path: { id: number }; body: AddMember };
    answer: Member;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Remove a member from a project, or leave it */
  'DELETE /projects/{id}/members/{user_id}': {
    input: { path: { id: number; user_id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'owner_role' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Change the role of a member */
  'PATCH /projects/{id}/members/{user_id}': {
    input: { path: { id: number; user_id: number }; body: UpdateMember };
    answer: Member;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'owner_role' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Restore a deleted project, with all that was in it */
  'POST /projects/{id}/restore': {
    input: { path: { id: number } };
    answer: Project;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the tasks of a project */
  'GET /projects/{id}/tasks': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        status?: readonly ('done' | 'in_progress' | 'todo')[];
        priority?: readonly ('high' | 'low' | 'medium')[];
        /** The id of a user, `me` for yourself, or `none` for unassigned tasks. */
        assignee_id?: string;
        /** Whether you watch the tasks. */
        watching?: boolean;
        /** The subtasks of this task, without theirs; `none` for tasks that are part of no other. */
        parent_id?: string;
        /** Tasks that have any of these labels: ids, with commas between. */
        label_id?: readonly number[];
        /** Tasks due on this day or earlier. */
        due_before?: string;
        /** Tasks due on this day or later. */
        due_after?: string;
        /** Whether the last day of a task is over, in your time zone. A task that is done is never overdue. */
        overdue?: boolean;
        /** Tasks changed at this time or later. */
        updated_since?: string;
        /** Beginnings of words, all of which the title has, in any order. Case and accents don't matter. */
        query?: string;
        /** `id` is the default. `-` is descending: `-priority` begins with the highest one. With `due_on`, tasks without a day come last. What is equal is in the order of the ids; with `-updated_at`, the newest one first. `position` is the order of a project, in the list of one project only. */
        sort?: '-id' | '-priority' | '-updated_at' | 'due_on' | 'id' | 'position';
      };
    };
    answer: TaskPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create a task in a project */
  'POST /projects/{id}/tasks': {
    input: { path: { id: number }; body: CreateTask };
    answer: Task;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'parent_circle' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create many tasks in a project: all of them, or none */
  'POST /projects/{id}/tasks/bulk': {
    input: { path: { id: number }; body: CreateTasks };
    answer: Tasks;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'parent_circle' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the deleted tasks of a project */
  'GET /projects/{id}/trash': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: TrashPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the webhooks of a project */
  'GET /projects/{id}/webhooks': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: WebhookPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create a webhook of a project: a server of yours that hears of what happens in it, by a POST of { id, type, timestamp, project_id, actor, data }, signed as the Standard Webhooks specification says */
  'POST /projects/{id}/webhooks': {
    input: { path: { id: number }; body: CreateWebhook };
    answer: WebhookWithSecret;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'address_not_allowed' | 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Import a file into a project: an export of this program, CSV, a board of Trello as JSON (of at most 32 MiB), or a project of Todoist as CSV, in UTF-8, of at most IMPORT_MAX_MB (100) MiB; as the body, or as the part file of a multipart body */
  'POST /projects/import': {
    input: {
      query?: {
        /** What is sent. Without it, JSON lines are an export of this program (`fasttrack`), JSON is a board of Trello, and CSV is a table of tasks. */
        format?: 'csv' | 'fasttrack' | 'todoist' | 'trello';
        /** The project that takes it in, of which you are an editor. Without it, a project is made, or found again. */
        project_id?: number;
        /** What a new project is called. */
        name?: string;
        /** For CSV: a JSON object of fields of a task and the columns that they are in, as `{"title":"What","due_on":"When"}`. Without it, columns are fields if they are called so. */
        mapping?: string;
        /** `true` tells what would happen, and does nothing. */
        dry_run?: boolean;
        /** What becomes of a file in which something is wrong: nothing of it is imported (`stop`), or all that is good (`skip`). */
        on_error?: 'skip' | 'stop';
      };
      body: ImportedFile;
    };
    answer: Import;
    codes: {
      400: 'malformed_request';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached' | 'project_archived';
      413: 'file_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a reminder */
  'DELETE /reminders/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List roles with their permissions */
  'GET /roles': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: RolePage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create a role */
  'POST /roles': {
    input: { body: CreateRole };
    answer: Role;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'name_taken';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a role */
  'DELETE /roles/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'role_in_use' | 'role_protected';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get a role with its permissions */
  'GET /roles/{id}': {
    input: { path: { id: number } };
    answer: Role;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update a role */
  'PATCH /roles/{id}': {
    input: { path: { id: number }; body: UpdateRole };
    answer: Role;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'name_taken' | 'role_protected';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Search tasks, comments, articles and projects by their words */
  'GET /search': {
    input: {
      query: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        /** Words or beginnings of words, all of which must be found; or the ref of a task. */
        query: string;
        /** What to search. The default is everything. */
        type?: readonly ('article' | 'comment' | 'project' | 'task')[];
      };
    };
    answer: SearchPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List service accounts */
  'GET /service-accounts': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: ServiceAccountPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create a service account: an account that only programs use, with API tokens */
  'POST /service-accounts': {
    input: { body: CreateServiceAccount };
    answer: ServiceAccount;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a service account with its tokens */
  'DELETE /service-accounts/{id}': {
    input: { path: { id: number }; body?: DeleteUser };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'user_owns_projects';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update a service account */
  'PATCH /service-accounts/{id}': {
    input: { path: { id: number }; body: UpdateServiceAccount };
    answer: ServiceAccount;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the API tokens of a service account, without the tokens themselves */
  'GET /service-accounts/{id}/tokens': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: ApiTokenPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create an API token for a service account */
  'POST /service-accounts/{id}/tokens': {
    input: { path: { id: number }; body: CreateApiToken };
    answer: CreatedApiToken;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Revoke an API token of a service account */
  'DELETE /service-accounts/{id}/tokens/{token_id}': {
    input: { path: { id: number; token_id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the tasks of all projects */
  'GET /tasks': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        status?: readonly ('done' | 'in_progress' | 'todo')[];
        priority?: readonly ('high' | 'low' | 'medium')[];
        /** The id of a user, `me` for yourself, or `none` for unassigned tasks. */
        assignee_id?: string;
        /** Whether you watch the tasks. */
        watching?: boolean;
        /** The subtasks of this task, without theirs; `none` for tasks that are part of no other. */
        parent_id?: string;
        /** Tasks that have any of these labels: ids, with commas between. */
        label_id?: readonly number[];
        /** Tasks due on this day or earlier. */
        due_before?: string;
        /** Tasks due on this day or later. */
        due_after?: string;
        /** Whether the last day of a task is over, in your time zone. A task that is done is never overdue. */
        overdue?: boolean;
        /** Tasks changed at this time or later. */
        updated_since?: string;
        /** Beginnings of words, all of which the title has, in any order. Case and accents don't matter. */
        query?: string;
        /** As in the list of a project, without `position`. */
        sort?: '-id' | '-priority' | '-updated_at' | 'due_on' | 'id';
        project_id?: number;
      };
    };
    answer: TaskPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a task, with all that is below it */
  'DELETE /tasks/{id}': {
    input: {
      path: { id: number | string };
      query?: {
        /** `true` deletes it for good, with its files; only a manager of the project can. */
        permanently?: boolean;
      };
    };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: Task;
  };
  /** Get a task */
  'GET /tasks/{id}': {
    input: { path: { id: number | string } };
    answer: Task;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update a task */
  'PATCH /tasks/{id}': {
    input: { path: { id: number | string }; body: UpdateTask };
    answer: Task;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'invalid_status_transition' | 'parent_circle' | 'project_archived';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: Task;
  };
  /** List the comments of a task */
  'GET /tasks/{id}/comments': {
    input: {
      path: { id: number | string };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: CommentPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Add a comment to a task */
  'POST /tasks/{id}/comments': {
    input: { path: { id: number | string }; body: CreateComment };
    answer: TaskComment;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the files of a task */
  'GET /tasks/{id}/files': {
    input: {
      path: { id: number | string };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: FilePage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Add a file to a task */
  'POST /tasks/{id}/files': {
    input: { path: { id: number | string }; body: AddFile };
    answer: TaskFile;
    codes: {
      400: 'malformed_request';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached' | 'project_archived';
      413: 'file_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List what happened to a task */
  'GET /tasks/{id}/history': {
    input: {
      path: { id: number | string };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: HistoryPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Put back what an event has changed */
  'POST /tasks/{id}/history/{event_id}/revert': {
    input: { path: { id: number | string; event_id: number } };
    answer: Task;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409:
        | 'changed_since'
        | 'idempotency_answer_unreadable'
        | 'idempotency_in_progress'
        | 'invalid_status_transition'
        | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Move a task to another place in the order of its project, or to another project */
  'POST /tasks/{id}/move': {
    input: { path: { id: number | string }; body: MoveTask };
    answer: Task;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409:
        'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'invalid_status_transition' | 'project_archived';
      412: 'precondition_failed';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
    current: Task;
  };
  /** List the relations of a task */
  'GET /tasks/{id}/relations': {
    input: {
      path: { id: number | string };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: RelationPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Relate a task to another one */
  'POST /tasks/{id}/relations': {
    input: { path: { id: number | string }; body: AddRelation };
    answer: Relation;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409:
        | 'idempotency_answer_unreadable'
        | 'idempotency_in_progress'
        | 'limit_reached'
        | 'project_archived'
        | 'relation_circle';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Remove a relation of a task */
  'DELETE /tasks/{id}/relations/{relation_id}': {
    input: { path: { id: number | string; relation_id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List your reminders of a task that are still to come */
  'GET /tasks/{id}/reminders': {
    input: {
      path: { id: number | string };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: ReminderPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Set a reminder of a task, for yourself */
  'POST /tasks/{id}/reminders': {
    input: { path: { id: number | string }; body: CreateReminder };
    answer: Reminder;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Restore a deleted task, with what was deleted below it at the same time */
  'POST /tasks/{id}/restore': {
    input: { path: { id: number | string } };
    answer: Task;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Stop watching a task */
  'DELETE /tasks/{id}/watch': {
    input: { path: { id: number | string } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Watch a task */
  'POST /tasks/{id}/watch': {
    input: { path: { id: number | string } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the watchers of a task */
  'GET /tasks/{id}/watchers': {
    input: {
      path: { id: number | string };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: WatcherPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Change or delete many tasks: all of them, or none */
  'POST /tasks/bulk': {
    input: { body: ChangeTasks };
    answer: Tasks;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409:
        | 'idempotency_answer_unreadable'
        | 'idempotency_in_progress'
        | 'invalid_status_transition'
        | 'parent_circle'
        | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List users */
  'GET /users': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        /** The exact e-mail address. Upper and lower case are the same. */
        email?: string;
        is_active?: boolean;
        /** The name of a role that the user holds. */
        role?: string;
      };
    };
    answer: UserPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a user */
  'DELETE /users/{id}': {
    input: { path: { id: number }; body?: DeleteUser };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'last_admin' | 'user_owns_projects';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get a user */
  'GET /users/{id}': {
    input: { path: { id: number } };
    answer: User;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update a user */
  'PATCH /users/{id}': {
    input: { path: { id: number }; body: UpdateUser };
    answer: User;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'last_admin';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** End all sessions of a user */
  'DELETE /users/{id}/sessions': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Disable the second factor of a user */
  'DELETE /users/{id}/totp': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get your account */
  'GET /users/me': {
    input: Record<never, never>;
    answer: Me;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update your display name or your time zone */
  'PATCH /users/me': {
    input: { body: UpdateMe };
    answer: Me;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Replace your backup codes */
  'POST /users/me/backup-codes': {
    input: { body: SecondFactorCode };
    answer: BackupCodes;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'invalid_totp' | 'missing_token' | 'token_expired' | 'token_revoked' | 'totp_unreadable';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Revoke the address of your calendar */
  'DELETE /users/me/calendar': {
    input: Record<never, never>;
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Make the address of your calendar, to which calendar programs subscribe */
  'POST /users/me/calendar': {
    input: Record<never, never>;
    answer: CalendarAddress;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Change your e-mail address */
  'POST /users/me/email': {
    input: { body: ChangeEmail };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_credentials' | 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Send the confirmation link again */
  'POST /users/me/email/confirmation': {
    input: Record<never, never>;
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the providers that sign you in */
  'GET /users/me/identities': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: IdentityPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Remove a provider from your account: it signs nobody in any more */
  'DELETE /users/me/identities/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Begin to link a provider to your account */
  'POST /users/me/identities/{provider}': {
    input: { path: { provider: string }; body: LinkIdentity };
    answer: StartedLink;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'provider_unavailable' | 'shutting_down';
    };
  };
  /** Get your notification preferences: which notifications come as mails, and which projects are muted */
  'GET /users/me/notification-preferences': {
    input: Record<never, never>;
    answer: NotificationPreferences;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update your notification preferences */
  'PATCH /users/me/notification-preferences': {
    input: { body: UpdateNotificationPreferences };
    answer: NotificationPreferences;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List your passkeys */
  'GET /users/me/passkeys': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: PasskeyPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Add a passkey: what the browser answered to the options, by toJSON() */
  'POST /users/me/passkeys': {
    input: { body: AddPasskey };
    answer: Passkey;
    codes: {
      400: 'malformed_json';
      401: 'invalid_credentials' | 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Remove one of your passkeys: it signs nobody in any more */
  'DELETE /users/me/passkeys/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get the options for navigator.credentials.create(), as PublicKeyCredential.parseCreationOptionsFromJSON() takes them */
  'POST /users/me/passkeys/options': {
    input: Record<never, never>;
    answer: CreationOptions;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Change your password */
  'POST /users/me/password': {
    input: { body: ChangePassword };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_credentials' | 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** End all your other sessions */
  'DELETE /users/me/sessions': {
    input: Record<never, never>;
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List your sessions */
  'GET /users/me/sessions': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: SessionPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** End one of your sessions */
  'DELETE /users/me/sessions/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List your API tokens, without the tokens themselves */
  'GET /users/me/tokens': {
    input: {
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
      };
    };
    answer: ApiTokenPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Create an API token for a program */
  'POST /users/me/tokens': {
    input: { body: CreateApiToken };
    answer: CreatedApiToken;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Revoke one of your API tokens */
  'DELETE /users/me/tokens/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Disable your second factor */
  'DELETE /users/me/totp': {
    input: { body: DisableTotp };
    answer: null;
    codes: {
      400: 'malformed_json';
      401:
        | 'invalid_credentials'
        | 'invalid_token'
        | 'invalid_totp'
        | 'missing_token'
        | 'token_expired'
        | 'token_revoked'
        | 'totp_unreadable';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Set up a second factor (TOTP) */
  'POST /users/me/totp': {
    input: { body: PrepareTotp };
    answer: Totp;
    codes: {
      400: 'malformed_json';
      401: 'invalid_credentials' | 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'totp_already_enabled';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Confirm the second factor with a code */
  'POST /users/me/totp/confirm': {
    input: { body: TotpCode };
    answer: BackupCodes;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'invalid_totp' | 'missing_token' | 'token_expired' | 'token_revoked' | 'totp_unreadable';
      403: 'password_change_required' | 'token_not_allowed';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'totp_already_enabled';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Delete a webhook, with its deliveries */
  'DELETE /webhooks/{id}': {
    input: { path: { id: number } };
    answer: null;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Get a webhook */
  'GET /webhooks/{id}': {
    input: { path: { id: number } };
    answer: Webhook;
    codes: {
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Update a webhook */
  'PATCH /webhooks/{id}': {
    input: { path: { id: number }; body: UpdateWebhook };
    answer: Webhook;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'address_not_allowed' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** List the deliveries to a webhook */
  'GET /webhooks/{id}/deliveries': {
    input: {
      path: { id: number };
      query?: {
        /** The largest number of items in the page. */
        limit?: number;
        /** The `next_cursor` of the previous page. It only works with the same list and filters. */
        cursor?: string;
        status?: 'dead' | 'delivered' | 'failing' | 'pending';
      };
    };
    answer: DeliveryPage;
    codes: {
      400: 'invalid_cursor';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      422: 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Send a delivery again, at once, whatever came of it; its schedule begins anew */
  'POST /webhooks/{id}/deliveries/{delivery_id}/redeliver': {
    input: { path: { id: number; delivery_id: number } };
    answer: Delivery;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Send a delivery of type ping to a webhook, whatever types it has; the answer is that delivery */
  'POST /webhooks/{id}/ping': {
    input: { path: { id: number } };
    answer: Delivery;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Send again what happened in the project between two times, of the types that the webhook has now, also what happened before it was made or while it was paused */
  'POST /webhooks/{id}/replay': {
    input: { path: { id: number }; body: ReplayWebhook };
    answer: Replay;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'limit_reached';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
  /** Give a webhook a new secret */
  'POST /webhooks/{id}/secret': {
    input: { path: { id: number } };
    answer: WebhookWithSecret;
    codes: {
      400: 'malformed_json';
      401: 'invalid_token' | 'missing_token' | 'token_expired' | 'token_revoked';
      403: 'forbidden' | 'password_change_required';
      404: 'not_found';
      406: 'not_acceptable';
      408: 'request_timeout';
      409: 'idempotency_answer_unreadable' | 'idempotency_in_progress' | 'project_archived';
      413: 'payload_too_large';
      415: 'unsupported_media_type';
      422: 'idempotency_key_reused' | 'validation_failed';
      429: 'rate_limited';
      503: 'database_unavailable' | 'overloaded' | 'shutting_down';
    };
  };
}

/** What a notification of each type says. */
export interface NotificationData {
  task_assigned: { task_id: number; project_id: number; project: string; title: string };
  comment_added: { task_id: number; project_id: number; comment_id: number; author: string };
  mentioned: { task_id: number; project_id: number; comment_id: number; author: string };
  member_added: {
    project_id: number;
    project: string;
    role: 'commenter' | 'editor' | 'manager' | 'owner' | 'viewer';
    by: string;
  };
  task_reminder: { task_id: number; project_id: number; title: string; remind_at: string };
  tasks_due: { overdue: number; today: number; task_ids: readonly number[] };
  webhook_paused: { project_id: number; webhook_id: number; reason: 'gone' | 'no_success' };
  status_changed: {
    task_id: number;
    project_id: number;
    old: 'done' | 'in_progress' | 'todo';
    new: 'done' | 'in_progress' | 'todo';
  };
}
/** A notification as it comes over a socket. */
export type LiveNotification = {
  [Type in keyof NotificationData]: {
    id: number;
    seq: number;
    type: Type;
    data: NotificationData[Type];
    timestamp: string;
  };
}[keyof NotificationData];
/** What the server says over a socket. */
export interface ServerMessages {
  /** The connection is open; `last_seq` is the number of the newest notification. */
  ready: { user_id: number; last_seq: number };
  /** Not all that was missed is still there: only what follows from `oldest_seq` on. */
  resync_required: { oldest_seq: number };
  /** Something that concerns the person. */
  notification: LiveNotification;
  /** The server is about to close the connection. */
  closing: {
    code: 'password_change_required' | 'shutting_down' | 'token_expired' | 'token_revoked' | 'too_many_messages';
    retry_after_ms?: number;
  };
  /** A thing of a project at its newest change, as `GET /projects/{id}/changes` lists it. `previous_seq` is the `seq` of the change that was sent before, or where the subscription began. */
  change: {
    project_id: number;
    seq: number;
    previous_seq: number;
    kind: 'comment' | 'file' | 'label' | 'member' | 'project' | 'relation' | 'task';
    id: number;
    deleted: boolean;
    data: Record<string, unknown> | null;
    actor_id: null | number;
    request_id: null | string;
  };
  /** Who follows the project at the moment, on all sockets, the person included, and where they are: first when one subscribes, then whenever it changes, at most once a second. Each person is there once, with the `focus` that was said last; the hundred with the lowest ids, by id. */
  presence: {
    project_id: number;
    people: readonly { id: number; display_name: string; kind: 'person' | 'service'; task_id: null | number }[];
  };
  /** The project can no longer be read; `code` is what a request for it would be refused with. */
  unsubscribed: { project_id: number; code: string };
}
/** What a client may say over a socket. */
export interface ClientMessages {
  /** A fresh token prolongs the connection. */
  authenticate: { token: string };
  /** Follow a project: what came after `since`, the number of a change, then what is new. The acknowledgement has `last_seq`, the number of the newest change. */
  subscribe: { project_id: number; since?: number };
  /** Follow a project no more. */
  unsubscribe: { project_id: number };
  /** Where the person is in a project that the socket follows: at a task of it, or at none. To be said again after each subscription. */
  focus: { project_id: number; task_id: null | number };
}
/** What a message is answered. */
export type Acknowledgement = {
  data: null | { expires_at: string } | { last_seq: number };
  error: null | { code: string; message: string; details: readonly unknown[] };
  meta: Record<string, unknown>;
};
