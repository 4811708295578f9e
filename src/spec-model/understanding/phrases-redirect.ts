import { first } from './first-behaviour.ts';
import { numberOf } from './number-words.ts';
import { type Statement, said, take } from './statement.ts';

/** Phrases about redirects and the visits they count. */
export function takeRedirect(statement: Statement, field: string, resource: string): void {
  const counter = first(statement, 'redirect')?.counter;
  const noun = `(?:redirects?|visits?|hits?|clicks?|follow(?:s|ed)?|opening(?: the (?:${resource}|short link|link))?)`;
  if (counter) {
    const say1 = (): boolean => said(statement, 'counter', counter);
    take(
      statement,
      new RegExp(
        `\\b(?:each|every|a|one|per) (?:successful )?${noun}(?: of (?:a |the )?(?:${resource}|short link))?,? (?:is counted(?: in (?:${field}))?|(?:increments?|increases?|raises?|adds? (?:one|1) to|counts?(?: up)?(?: in)?|bumps) (?:the |its )?(?:${field})(?: (?:of the (?:${resource}) )?by (?:one|1|⟦value 1⟧))?)`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `\\b(?:increments?|increases?|raises?|adds? (?:one|1) to|counts?|bumps) (?:the |its )?(?:${field}|visits?|redirects?|clicks?)(?: (?:of the (?:${resource}) )?by (?:one|1|⟦value 1⟧))?`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `(?:${field}) (?:of (?:the|that) (?:${resource}) )?(?:is|are|goes up|rises?|grows?) (?:incremented |increased |up )?(?:by (?:one|1|⟦value 1⟧)|(?:one|1) higher)`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `\\b(?:after )?(?:one|two|three|\\d+) (?:redirects?|visits?)(?:,? (?:the )?(?:${field}) (?:is|are|shows?|says?) (?:⟦value \\d+⟧|one|two|three|\\d+))`,
      ),
      (match) => {
        const [a, b] = (match[0].match(/\b(?:one|two|three|\d+)\b/g) ?? []).map(numberOf);
        if (a !== b) statement.problems.push('the number of visits and the counter differ');
        return say1();
      },
    );
    take(
      statement,
      new RegExp(
        `(?:${field}) (?:starts? (?:at|with)|(?:is|are) at first|(?:is|are) initially|begins at) (?:0|zero|⟦value 0⟧)`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `\\b(?:how often|how many times)(?: (?:it|the (?:${resource})|a (?:${resource})|they))?(?: (?:was|were|is|has been))? (?:visited|followed|used|opened|clicked)`,
      ),
      say1,
    );
  }
  take(
    statement,
    new RegExp(
      `\\b(?:redirects?|redirected|redirection|redirecting|sends|leads|follows?|following|opens?|opening)\\b(?: (?:the )?(?:browsers?|clients?|visitors?|callers?|users?))?(?: (?:on|straight))?(?: to (?:the |its |that )?(?:stored |original |long |target |full )*(?:${field}|address|destination|target))?`,
    ),
    () => said(statement, 'redirect'),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:with |in )?(?:the |a )?(?:stored |original |long |target )*(?:${field})? ?(?:in |as )?(?:the )?⟦word location⟧(?: header)?`,
    ),
    () => said(statement, 'redirect'),
  );
}
