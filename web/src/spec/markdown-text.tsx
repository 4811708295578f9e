import { createContext, type ReactNode, useContext, useMemo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import styles from './markdown-text.module.css';

/** What stands beside the statements of these lines; null where nothing does. */
export type Beside = (from: number, to: number) => ReactNode;

type Positioned = { readonly position?: { readonly start: Place; readonly end: Place } | undefined };
type Place = { readonly line: number };

const remarkPlugins = [remarkGfm, remarkFrontmatter];
const rehypePlugins = [rehypeSanitize];

/** The line of the list item one is in: its first paragraph does not say again what stands beside that. */
const Inside = createContext(0);
/** Whether rows have a cell for what stands beside them, and the line of their heading. */
const InTable = createContext<{ readonly head: number } | null>(null);

/**
 * Markdown as it is meant: text only, no HTML of its author’s, links that lead out open elsewhere, pictures by their
 * words. With `beside`, what is known of a statement stands next to it.
 */
export default function MarkdownText({ text, beside }: { text: string; beside?: Beside }) {
  const components = useMemo(() => componentsFor(beside ?? nothing), [beside]);
  return (
    <div className={styles.text}>
      <Markdown remarkPlugins={remarkPlugins} rehypePlugins={rehypePlugins} components={components} skipHtml>
        {text}
      </Markdown>
    </div>
  );
}

function nothing(): null {
  return null;
}

function componentsFor(beside: Beside): Components {
  const noteOf = (node: Positioned | undefined, firstLineOnly = true) => {
    const from = node?.position?.start.line ?? 0;
    return beside(from, firstLineOnly ? from : (node?.position?.end.line ?? from));
  };
  /** Headings below those of the page. */
  const heading = (Tag: 'h3' | 'h4' | 'h5' | 'h6') =>
    function Heading({ node, children }: { node?: Positioned | undefined; children?: ReactNode }) {
      const note = noteOf(node);
      return note ? (
        <div className={styles.row}>
          <Tag>{children}</Tag>
          {note}
        </div>
      ) : (
        <Tag>{children}</Tag>
      );
    };
  return {
    h1: heading('h3'),
    h2: heading('h4'),
    h3: heading('h5'),
    h4: heading('h6'),
    h5: heading('h6'),
    h6: heading('h6'),
    // An address that is not to be followed was taken away before.
    a: ({ href, children }) =>
      href === undefined || href === '' ? (
        <span>{children}</span>
      ) : (
        <a href={href} {...(href.startsWith('#') ? {} : { target: '_blank', rel: 'noreferrer noopener' })}>
          {children}
        </a>
      ),
    img: ({ alt }) => <em>[picture: {alt === '' ? 'without words' : alt}]</em>,
    p: function Paragraph({ node, children }) {
      const item = useContext(Inside);
      const note = item === node?.position?.start.line ? null : noteOf(node);
      return note ? (
        <div className={styles.row}>
          <p>{children}</p>
          {note}
        </div>
      ) : (
        <p>{children}</p>
      );
    },
    li: ({ node, children }) => {
      const note = noteOf(node);
      return (
        <li>
          <Inside value={node?.position?.start.line ?? 0}>
            {note ? (
              <div className={styles.row}>
                <div>{children}</div>
                {note}
              </div>
            ) : (
              children
            )}
          </Inside>
        </li>
      );
    },
    pre: ({ node, children }) => {
      const note = noteOf(node, false);
      const code = (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <pre tabIndex={0}>{children}</pre>
      );
      return note ? (
        <div className={styles.row}>
          {code}
          {note}
        </div>
      ) : (
        code
      );
    },
    table: ({ node, children }) => {
      const head = node?.position?.start.line ?? 0;
      const has = noteOf(node, false) !== null;
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <div className={styles.scroll} tabIndex={0}>
          <InTable value={has ? { head } : null}>
            <table>{children}</table>
          </InTable>
        </div>
      );
    },
    tr: function Row({ node, children }) {
      const table = useContext(InTable);
      const isHead = table?.head === node?.position?.start.line;
      return (
        <tr>
          {children}
          {table && (isHead ? <th scope="col">Evidence</th> : <td>{noteOf(node)}</td>)}
        </tr>
      );
    },
  };
}
