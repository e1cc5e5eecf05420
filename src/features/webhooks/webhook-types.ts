import { violation, validateList, type Validator } from '../../platform/input/violation.js';
import { field } from '../../platform/input/fields.js';
import { type WebhookType, WEBHOOK_TYPES } from './webhook.entity.js';

/** `task.*` and its like: everything that there is of a kind, also what comes to it later. */
const WILDCARDS = [...new Set(WEBHOOK_TYPES.filter((type) => type.includes('.')).map(wildcardOf))];

const CHOICES: readonly string[] = [...WILDCARDS, ...WEBHOOK_TYPES];

const validateType: Validator = (value) => {
  if (typeof value !== 'string') return violation('type', 'must be a text');
  return CHOICES.includes(value) ? null : violation('unknown', `must be one of ${CHOICES.join(', ')}`);
};

const validateTypes: Validator = (value) => {
  if (Array.isArray(value) && value.length === 0) return violation('too_short', 'must have at least 1 entry', 1);
  return validateList(value, { max: CHOICES.length, validate: validateType });
};

/** What a webhook hears of: types, and wildcards such as `task.*`. */
export function WebhookTypes(): PropertyDecorator {
  const items = { type: 'string', enum: [...CHOICES] };
  return field(validateTypes, { type: 'array', items, minItems: 1, maxItems: CHOICES.length, uniqueItems: true });
}

const MAX_URL = 2_000;

const validateUrl: Validator = (value) => {
  if (typeof value !== 'string') return violation('type', 'must be a text');
  if (value.length > MAX_URL) return violation('too_long', `must have at most ${MAX_URL} characters`, MAX_URL);
  return isWebAddress(value)
    ? null
    : violation('format', 'must be an https:// address without a password or a fragment');
};

/** Where somebody else's server hears; whether it may be called is asked with the addresses of its name. */
export function WebhookUrl(): PropertyDecorator {
  return field(validateUrl, { type: String, format: 'uri', minLength: 1, maxLength: MAX_URL });
}

function isWebAddress(text: string): boolean {
  if (/[\s\0#\\]/.test(text) || !text.isWellFormed() || !/^https?:\/\//i.test(text) || !URL.canParse(text))
    return false;
  const { username, password, hostname } = new URL(text);
  return username === '' && password === '' && hostname !== '';
}

function wildcardOf(type: WebhookType): string {
  return `${type.split('.', 1)[0]}.*`;
}
