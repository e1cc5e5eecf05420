/** The kinds of things in a project's feed, in the order in which a project is filled into it. */
export const FEED_KINDS = ['project', 'member', 'label', 'task', 'comment', 'relation', 'file'] as const;
export type FeedKindName = (typeof FEED_KINDS)[number];
