import { type Statement, say, take } from './statement.ts';

const between =
  '(?:\\s+(?:a|an|the|any|of|and|after|across|through|over|when|is|are|it|hard|abrupt|service|process|server|data|all|kept|there|same|with|directory|still|been))*\\s+';

/** Phrases about where and how the service runs: storage, health, limits, format, packaging. */
export function takePlatform(statement: Statement): void {
  const proved = (pattern: RegExp, proof: string): boolean =>
    take(statement, pattern, () => {
      say(statement, proof);
      return true;
    });
  proved(
    new RegExp(
      `\\b(?:survives?|persists?|remains?|(?:is|are|was|were) (?:still )?(?:kept|there|present|available|readable|listed|preserved)|still (?:answers?|works?|redirects?|there|has|have)|kept|durable|(?:is|are|must) not (?:be )?lost)${between}(?:restart(?:s|ed)?|crash(?:es|ed)?|killed|kill -9|stopped and started(?: again)?)\\b(?: (?:or|and) (?:a )?(?:crash|kill -9|restart))?`,
    ),
    'persist',
  );
  proved(
    /\bafter (?:a |the )?(?:service |process |hard )?(?:restart|crash|kill -9)(?: of the (?:service|process))?\b/,
    'persist',
  );
  proved(
    /\b(?:restarting|killing) the (?:service|process)(?: with kill -9)?(?: and starting it again)? (?:keeps|loses no)\b/,
    'persist',
  );
  proved(
    /\b(?:stored|kept|saved|persisted|written) (?:durably |safely )?(?:(?:on|to) disk|in (?:a )?files?(?: on disk)?|(?:in|under|to) ⟦env data_dir⟧)(?: (?:in|under) ⟦env data_dir⟧)?/,
    'persist',
  );
  proved(
    /\b(?:on disk )?before (?:it|they|a \w+|the \w+) (?:is|are) (?:acknowledged|answered|confirmed)\b/,
    'persist',
  );
  proved(/\b(?:durabl[ey]|persist(?:s|ed|ent|ently)?)(?: stor(?:age|ed))?\b/, 'persist');
  proved(/\b(?:⟦env data_dir⟧)/, 'persist');
  proved(
    /\b(?:when |if |while |as long as )?(?:the (?:service|process|server) |it )?(?:is )?(?:healthy|up and running|alive|running)\b/,
    'health',
  );
  proved(
    /\b(?:all|every|each) (?:the )?endpoints? (?:returns?|answers?(?: with)?|gives?|responds? with) (?:the |their |its )?(?:documented|specified|described|listed|correct|right|expected) (?:status(?: codes?)?|codes|answers?|responses?)(?: and (?:bodies|json|body))?/,
    'endpoints',
  );
  take(
    statement,
    /\b(?:all |any |every |each |a |an )?requests?\b(?= (?:with|without|that|whose|containing)\b)/,
  );
  proved(/\b(?:process )?health(?: ?check)?(?: endpoint)?\b/, 'health');
  proved(
    /\b(?:bod(?:y|ies)|requests?)? ?(?:over|larger than|above|bigger than|of more than) 64 ?(?:kb|kib|kilobytes)\b/,
    'oversized',
  );
  proved(
    /\b(?:(?:malformed|invalid|broken|unparsable) json|json that (?:does not parse|cannot be parsed)|(?:a )?body that is not (?:valid )?json)\b/,
    'malformed',
  );
  proved(/\b(?:an? )?(?:unknown|undefined) (?:paths?|routes?|urls?)\b/, 'unknownPath');
  proved(/\b(?:wrong|unsupported) methods?\b|\bmethod that is not allowed\b/, 'unknownMethod');
  proved(
    /\b(?:unknown|extra|undeclared|unexpected) (?:fields?|properties|members) (?:in (?:a |the )?(?:body|request) )?(?:is |are )?(?:refused|rejected|not accepted)\b/,
    'refuseUnknown',
  );
  proved(
    /\b(?:unknown|extra|undeclared|unexpected) (?:fields?|properties|members) (?:in (?:a |the )?(?:body|request) )?(?:is |are )?ignored\b/,
    'ignoreUnknown',
  );
  if (statement.facts.some((fact) => fact.proof === 'refuseUnknown'))
    for (const resource of statement.draft.resources) resource.refuseUnknown = true;
  proved(
    /\b(?:application\/json|json)(?: \(?utf-8\)?)? (?:in and out|over http)\b|\b(?:speaks?|answers? (?:in|with)|responds? (?:in|with)|(?:is|are|as|in)) json\b/,
    'json',
  );
  proved(
    /\b(?:json )?(?:objects? )?with (?:an? |the )?⟦word error⟧(?: (?:field|message|sentence|member|text))?(?: (?:that|which) (?:says|tells|names) (?:what (?:is|was) wrong|the (?:field|reason|problem))(?: and with which field)?)?/,
    'errorBody',
  );
  proved(/⟦word (?:error|details)⟧/, 'errorBody');
  proved(
    /\bnam(?:es|ing) (?:the|each|every) (?:bad |wrong |invalid |offending )?fields?\b|\b(?:says?|tells?) (?:what|which field) (?:is|was) wrong\b/,
    'errorBody',
  );
  proved(
    /\b(?:runs?|works?|builds?) (?:on|with) (?:plain )?(?:node(?:\.js)?(?: ?\d+(?:\.\d+)*)?(?: or (?:newer|later))?|python(?: ?3(?:\.\d+)?)?(?: or (?:newer|later))?)\b/,
    'platform',
  );
  proved(
    /\b(?:without|with no|no|zero) (?:any )?(?:other |further |external |npm |third-party |runtime |additional |pip )*(?:dependenc(?:y|ies)|packages?|services?|databases?|librar(?:y|ies))(?: (?:at runtime|is needed|are needed|needed|required|beyond (?:node(?:\.js)?|python|the standard library)))?\b(?:(?:,| and| or|, no|, and)+ ?(?:(?:no|a|an|any|other|external) )*(?:services?|databases?|packages?|message queues?|dependencies)\b)*/,
    'platform',
  );
  proved(/\bnode(?:\.js)?(?: ?\d+)? (?:alone )?is (?:enough|all (?:it|that is) need(?:s|ed))\b/, 'platform');
  proved(/\b(?:the )?same (?:values?|data|fields|content)\b/, 'roundtrip');
  proved(
    /\b(?:with |on )?(?:an? |the )?empty (?:list|collection|store|service)\b(?! (?:is|gives|returns|answers))/,
    'start',
  );
  proved(/\b(?:only )?(?:the |its |python's |node's )*standard library(?: only)?\b/, 'platform');
  proved(
    /^\s*(?:none|nothing)\b(?: (?:beyond|besides|other than|but) (?:the )?(?:node(?:\.js)?(?: ?\d+)?|python(?: ?3(?:\.\d+)?)?)(?: itself)?)?/,
    'platform',
  );
  takeStack(statement);
  proved(
    /\b(?:listens? on|port|the port in|taken from|comes from|from|in|of)?\s*(?:the port in |the )?⟦env (?:port|host)⟧(?: (?:environment )?variable)?/,
    'platform',
  );
  proved(/⟦env andon_release⟧/, 'health');
  proved(
    /\b(?:stops?|shuts? down|exits?|ends?) (?:cleanly|gracefully|in an orderly way)?(?: ?(?:on|at|after|for))? ?(?:⟦word sigterm⟧|sigterm)(?: (?:within|after finishing|and finishes) [a-z ]{0,30})?/,
    'stop',
  );
  proved(
    /\b(?:unit |automated )?tests? (?:cover|coverage (?:is |of )?)(?: ?(?:over|above|at least|more than|>|>=))? ?\d+ ?%(?: of (?:the )?(?:lines|code|source))?/,
    'platform',
  );
  proved(/\bdockerfile\b|\b(?:runs?|starts?) (?:in|with) docker\b/, 'platform');
}

function takeStack(statement: Statement): void {
  const isPython = statement.draft.stack === 'python';
  const own = isPython
    ? /\bpython(?: ?3(?:\.\d+)?)?\b(?: or (?:newer|later))?/
    : /\bnode(?:\.?js)?(?: ?(?:>=|≥)? ?\d+(?:\.\d+)*)?\b(?: or (?:newer|later))?|\bjavascript\b/;
  take(statement, own, () => {
    say(statement, 'platform');
    return true;
  });
  if (isPython)
    take(
      statement,
      /\bpytest(?:-cov)?\b(?: (?:and|with) pytest-cov\b)?(?: for (?:its|the) tests)?(?: only)?/,
      () => {
        say(statement, 'platform');
        return true;
      },
    );
  take(statement, /\b(?:stack|language|runtime|written|built|implemented)\b ?:?/, () =>
    statement.facts.some((fact) => fact.proof === 'platform'),
  );
}
