import type { ComponentChildren } from 'preact';

/**
 * Markdown as elements: what people wrote is only ever the text of a node, so there is no markup to clean. Headings,
 * lists, quotes, code, emphasis and links; a link leads to the web or to a mail program, and nowhere else.
 */
export function Markdown({ text }: { text: string }) {
  return <div class="markdown">{blocks(text.replaceAll('\r\n', '\n').split('\n'))}</div>;
}

const FENCE = /^```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+(.*)$/;
const QUOTE = /^>\s?/;

function blocks(lines: readonly string[]): ComponentChildren[] {
  const found: ComponentChildren[] = [];
  let at = 0;
  const take = (belongs: (line: string) => boolean) => {
    const start = at;
    while (at < lines.length && belongs(lines[at] ?? '')) at++;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (!line.trim()) at++;
    else if (FENCE.test(line)) {
      at++;
      found.push(<pre>{take((one) => !FENCE.test(one)).join('\n')}</pre>);
      at++;
    } else if (HEADING.test(line)) {
      at++;
      found.push(<p class="heading">{inline(HEADING.exec(line)?.[2] ?? '')}</p>);
    } else if (QUOTE.test(line))
      found.push(
        <blockquote>{blocks(take((one) => QUOTE.test(one)).map((one) => one.replace(QUOTE, '')))}</blockquote>,
      );
    else if (ITEM.test(line)) found.push(list(take((one) => ITEM.test(one))));
    else found.push(<p>{inline(take(isPlain).join('\n'))}</p>);
  }
  return found;
}

function isPlain(line: string): boolean {
  return line.trim() !== '' && ![FENCE, HEADING, QUOTE, ITEM].some((shape) => shape.test(line));
}

function list(lines: readonly string[]): ComponentChildren {
  const items = lines.map((line) => item(ITEM.exec(line)?.[2] ?? ''));
  const [, number] = ITEM.exec(lines[0] ?? '') ?? [];
  return number === undefined ? <ul>{items}</ul> : <ol start={Number(number)}>{items}</ol>;
}

function item(text: string): ComponentChildren {
  const [, mark, rest] = TASK.exec(text) ?? [];
  if (mark === undefined) return <li>{inline(text)}</li>;
  return (
    <li class="check">
      <input type="checkbox" disabled checked={mark !== ' '} aria-label={rest ?? ''} /> {inline(rest ?? '')}
    </li>
  );
}

/** In this order: what is found first at a place is what it is. Nothing here can take longer than the text is long, squared. */
const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]{1,500})\*\*|(?<![\w*])[*_]([^*_\n]{1,500})[*_](?![\w*])|~~([^~\n]{1,500})~~|\[([^\]\n]{1,500})\]\(([^()\s]{1,2000})\)|(https?:\/\/[^\s<>"')\]]{1,2000})/g;

function inline(text: string): ComponentChildren[] {
  const found: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    found.push(text.slice(end, match.index), span(match));
    end = match.index + match[0].length;
  }
  found.push(text.slice(end));
  return found;
}

function span([whole, code, strong, emphasis, struck, label, target, address]: RegExpMatchArray): ComponentChildren {
  if (code !== undefined) return <code>{code}</code>;
  if (strong !== undefined) return <strong>{inline(strong)}</strong>;
  if (emphasis !== undefined) return <em>{inline(emphasis)}</em>;
  if (struck !== undefined) return <s>{inline(struck)}</s>;
  if (address !== undefined) return link(address, address);
  return isSafe(target ?? '') ? link(target ?? '', label) : whole;
}

function link(address: string, text: ComponentChildren): ComponentChildren {
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {text}
    </a>
  );
}

function isSafe(address: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(address);
}
