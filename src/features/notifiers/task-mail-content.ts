import { mailText, type Link, onOneLine } from '../../platform/mail/mail-text.js';
import type { Mail } from '../../platform/mail/mailer.js';
import type { TaskNotification } from './task-notifications.service.js';

type MailContent = Omit<Mail, 'to'>;
type Writer = (notification: TaskNotification, name: string, link: Link) => MailContent;

const STATUS_WORDS: Record<string, string> = { todo: 'to do', in_progress: 'in progress', done: 'done' };

function ofComment(does: string, how: string): Writer {
  return ({ data, task: { title, project } }, name, link) => {
    const { author } = data as { author: string };
    return {
      subject: `${onOneLine(author)} ${does}: ${onOneLine(title)}`,
      text: mailText`Hello ${name},

${author} ${how} “${title}” in the project “${project}”:

${link}
`,
    };
  };
}

const ofStatus: Writer = ({ data, task: { title, project } }, name, link) => {
  const status = STATUS_WORDS[(data as { new: string }).new] ?? '';
  return {
    subject: `Now ${status}: ${onOneLine(title)}`,
    text: mailText`Hello ${name},

“${title}” in the project “${project}” is ${status} now:

${link}
`,
  };
};

/** Of the kinds of notifications that these mails are about. */
const WRITERS: Partial<Record<string, Writer>> = {
  mentioned: ofComment('mentioned you', 'mentioned you in a comment on'),
  comment_added: ofComment('commented', 'commented on'),
  status_changed: ofStatus,
};

/** What a person gets to read about a task. */
export function taskMailContent(notification: TaskNotification, name: string, link: Link): MailContent {
  const write = WRITERS[notification.type];
  if (!write) throw new Error(`Nobody writes mails of ${notification.type}.`);
  return write(notification, name, link);
}
