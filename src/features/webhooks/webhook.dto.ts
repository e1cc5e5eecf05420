import { Example } from '../../platform/input/example.js';
import { Flag, Nullable, Optional, Text } from '../../platform/input/fields.js';
import { WebhookTypes, WebhookUrl } from './webhook-types.js';

@Example({ url: 'https://hooks.example.com/garden', types: ['task.*', 'comment.added'], description: 'The chat room' })
export class CreateWebhook {
  /** `https`, in development also `http`. It must not lead to a private address. */
  @WebhookUrl()
  url!: string;

  /** What it hears of; `task.*` stands for all types that begin with `task.`. */
  @WebhookTypes()
  types!: string[];

  @Nullable()
  @Text()
  description?: string | null;
}

@Example({ is_active: false })
export class UpdateWebhook {
  /** `https`, in development also `http`. It must not lead to a private address. */
  @Optional()
  @WebhookUrl()
  url?: string;

  /** What it hears of; `task.*` stands for all types that begin with `task.`. */
  @Optional()
  @WebhookTypes()
  types?: string[];

  @Nullable()
  @Text()
  description?: string | null;

  /** `false` pauses it: it hears of nothing new, and what waits is kept. `true` sends on what waits. */
  @Optional()
  @Flag()
  is_active?: boolean;
}
