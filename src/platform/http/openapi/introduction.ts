/** What a reader should know before the first route, whatever the program is about; Markdown. */
export const INTRODUCTION = `
**Answers** are \`{ "data": …, "error": null, "meta": {} }\`, failures
\`{ "data": null, "error": { "code", "message", "details" }, "meta": { "request_id" } }\`. The \`code\` is for programs and
stays; the \`message\` is for people and may change. With \`Accept: application/problem+json\` a failure is a bare RFC 9457
document with the same \`code\`. Beside the failures that stand at each route, an unknown path is 404 \`not_found\`, a
method that a path doesn't have 405 \`method_not_allowed\`, and a fault of ours 500 \`internal_error\`.

**Inputs** are read strictly: a field or parameter that isn't known here is 422, and so is a value of another type. A
\`PATCH\` is a JSON Merge Patch: what is missing stays, \`null\` clears what can be empty. Lengths count characters.

**Lists** answer \`{ "items", "next_cursor", "has_more" }\`. Send \`next_cursor\` as \`cursor\`, with the same filters, to get
the next page. A walk neither skips nor repeats what was there throughout.

**Rows that count their changes** (\`version\`) carry an \`ETag\`. \`If-None-Match\` saves an answer that you have,
\`If-Match\` a change that somebody else has made meanwhile. It compares the version, so that tags which a compressing proxy
has changed (\`W/"3"\`, \`"3-gzip"\`) serve as well.

**Repeating** a \`POST\` is safe with an \`Idempotency-Key\`.

**Limits** are told on each answer: \`RateLimit-Policy\` and \`RateLimit\`. A refusal says when to come back: \`Retry-After\`.
One person may have 100 requests under way at once; an answer that nobody reads is cut after 30 seconds.
`.trim();
