import { first } from './first-behaviour.ts';
import { type Statement, said, take } from './statement.ts';

/** Phrases about who gets a feature: nobody, everyone, listed users, a share of all. */
export function takeRollout(statement: Statement, field: string, resource: string): void {
  const rule = first(statement, 'evaluate');
  if (!rule) return;
  const proved = (pattern: string, proof: string): boolean =>
    take(statement, new RegExp(pattern), () => said(statement, proof));
  const flag = `(?:(?:a |the |that |any |every )?(?:${resource})|it)`;
  const state = '(?:⟦value (?:true|false)⟧|on|off|enabled|disabled)';
  if (rule.targets !== null) {
    proved(
      `\\b(?:an? |the |any |every )?users? (?:who (?:is|are) |that (?:is|are) )?(?:listed|named|found|on the list|contained|is|are)(?: (?:in|on) (?:the |its )?(?:${field}|list))(?: of (?:a |the )(?:${resource}))?(?:,? (?:always )?(?:gets?|sees?|has|is answered|receives?) (?:${flag}|${state})(?: ${state})?)?(?:,? (?:at any|whatever the|even (?:at|with) (?:a )?|regardless of the|always) ?(?:${field})?(?: (?:of )?(?:⟦value 0⟧|0))?(?: ?(?:percent|%))?)?(?: at (?:a )?(?:${field}) of (?:⟦value 0⟧|0)(?: ?(?:percent|%))?)?`,
      'evaluate:targeted',
    );
    proved(`\\btarget(?:s|ed|ing)?(?: (?:users?|single users|by (?:user|name)))?\\b`, 'evaluate:targeted');
  }
  proved(
    `\\b(?:an? |the |every )?(?:disabled|switched-off|turned-off) (?:${resource}),? (?:is|answers?|evaluates? to|gives?) ${state}(?: (?:for|to) (?:everyone|everybody|all|every user|all users|any user|each user))?`,
    'evaluate:disabled',
  );
  proved(
    `(?:while|when|if) ${flag} is (?:disabled|off|not enabled)|(?:while|when|if) ⟦f\\d+⟧ is ⟦value false⟧`,
    'evaluate:disabled',
  );
  if (rule.rollout !== null) {
    proved(
      `\\b(?:an? |the |any )?same user (?:always )?(?:gets?|sees?|receives?|has) (?:the )?same (?:answer|result|value)(?: (?:for|from|of) (?:the |a )?same (?:${resource})| every time| again| each time)*(?: (?:as long as|while|until|unless) (?:the )?(?:${resource}|${field}) (?:does not change|is unchanged|is the same|stays the same|changes))?`,
      'evaluate:stable',
    );
    proved(
      `\\b(?:is |are |stays? )?(?:stable|deterministic|sticky)(?: (?:per|for (?:one|a|each|every)) user)?`,
      'evaluate:stable',
    );
    proved(`(?:⟦f\\d+⟧|\\b\\d+) ?(?:percent|%) of (?:(?:all|the|other) )*users`, 'evaluate:share');
    proved(
      `(?:about |roughly |that |a |the )?(?:share|percentage|part|percent) of (?:all |the |other )?users(?: (?:that|who|which) (?:gets?|sees?) (?:it|the (?:${resource})))?`,
      'evaluate:share',
    );
    proved(
      `(?:${field}) (?:of |is |at )?(?:⟦value 0⟧|0|zero)(?: ?(?:percent|%))?(?: (?:gives?|is|answers?|means) (?:${state}|none|nobody|no user|no one)(?: (?:for|to) (?:everyone|everybody|all users|every user|nobody|no user))?)`,
      'evaluate:none',
    );
    proved(
      `(?:${field}) (?:of |is |at )?(?:⟦value 100⟧|100)(?: ?(?:percent|%))?(?: (?:gives?|is|answers?|means) (?:${state}|all|everyone|everybody|every user)(?: (?:for|to) (?:everyone|everybody|all users|every user))?)`,
      'evaluate:all',
    );
    proved(
      `(?:at (?:a )?)?(?:${field}) (?:of |is |at )?(?:⟦value 100⟧|100)(?: ?(?:percent|%))?,? (?:every user|everyone|all users) (?:gets?|sees?|has|have) (?:${flag}|${state})`,
      'evaluate:all',
    );
    proved(
      `\\b(?:between|from) (?:30|35|40|45) and (?:55|60|65|70) (?:percent|%)? ?of \\d+ (?:different )?users(?: (?:get|see) (?:it|the (?:${resource})|${state}))?(?: at (?:a )?(?:${field}) (?:of )?(?:⟦value 50⟧|50))?`,
      'evaluate:share',
    );
    proved(
      `\\b(?:raising|increasing) (?:the )?(?:${field}) (?:never|does not) takes? (?:${flag}) away from (?:an? |any )?users?(?: who (?:had|has|already has) it)?`,
      'evaluate:monotone',
    );
  }
  proved(
    `\\b(?:is |are |be )?evaluat(?:e|es|ed|ing|ion)\\b|\\bdecid(?:e|es|ed)\\b(?: whether)?|\\bwhether ${flag} is (?:on|enabled|active)(?: for (?:an? |the |that |this |one )?users?)?|\\b(?:is |be )?(?:on|enabled|active) for (?:an? |the |that |this |one |given )*user`,
    'evaluate',
  );
  proved(`⟦word reason⟧|\\b(?:the |a )?reason\\b(?: (?:why|for it))?`, 'evaluate');
}
