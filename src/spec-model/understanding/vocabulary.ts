/** Words that carry no demand of their own in a statement of this kind. Negations, quantities and times are not here. */
const glue = `
a an the of for to in on at by with from into and or as than then that which who whose this these those there it its their they them
is are be been being was were has have having can could may must shall should will would do does
if when whenever where while after before because so also both each every all any
user users client clients caller callers visitor visitors someone anyone people person reader readers developer developers team i we you
service system api app application server endpoint endpoints request response responses answer answers answered answering
returns return returned returning respond responds responded gives give given gets got says say tells tell contains contain containing carries includes including include shows
receives accepts accept accepted takes take taken provides provide offers offer allows allow supports support lets let makes make made
value values field fields body bodies json object objects array list lists item items record records entry entries data
status code method path url urls link parameter parameters query string
new existing stored valid short long original full single whole current matching given plain simple known named
error errors
name text
back out up via per one same-origin present available usable
work works working happens happen sees see expects expect want wants
following result results
itself afterwards successfully correctly
e.g i.e eg ie etc example
post posting posted put putting sent
able asks asked ask input looks look like below follows enough
`;

export const glueWords: ReadonlySet<string> = new Set(glue.split(/\s+/).filter(Boolean));

/** Verbs of CRUD, by the kind of endpoint that does them. */
export const verbs: readonly (readonly [string, RegExp])[] = [
  [
    'create',
    /\b(?:creat(?:e|es|ed|ing|ion)|add(?:s|ed|ing)?|submit(?:s|ted|ting)?|shorten(?:s|ed|ing)?|register(?:s|ed|ing)?|leav(?:e|es|ing)|record(?:ed|ing)|stor(?:e|es|ing)|sav(?:e|es|ed|ing)|writ(?:e|es|ing)|sign(?:s|ing)?|publish(?:es|ing)?|defin(?:e|es|ed|ing))\b/g,
  ],
  ['list', /\b(?:list(?:s|ed|ing)?|brows(?:e|es|ing)|show(?:s|n|ing)? all|see all|overview)\b/g],
  [
    'read',
    /\b(?:read(?:s|ing|able)?|fetch(?:es|ed|ing)?|retriev(?:e|es|ed|ing)|get|getting|look(?:s|ed|ing)? up|view(?:s|ed|ing)?|show(?:s|n|ing)?|found|find(?:s|ing)?)\b/g,
  ],
  [
    'update',
    /\b(?:updat(?:e|es|ed|ing)|chang(?:e|es|ed|ing)|edit(?:s|ed|ing)?|modif(?:y|ies|ied|ying)|replac(?:e|es|ed|ing)|renam(?:e|es|ed|ing)|patch(?:ed|es|ing)?)\b/g,
  ],
  ['delete', /\b(?:delet(?:e|es|ed|ing|ion)|remov(?:e|es|ed|ing|al))\b/g],
];

/**
 * Abilities this driver does not have. In prose that asks for nothing (a purpose, a story) these words are still taken
 * seriously: a service that is described as sending mail is not built without it.
 */
export const foreign =
  /\b(?:sends? (?:an? |out )?(?:e-?mails?|sms|texts?|mails?|messages?|notifications?|alerts?|reminders?)|e-?mails? (?:every|to)|newsletters?|notif(?:y|ies|ications?)|remind(?:s|ers?)?|sms|charg(?:e|es|ing)|credit cards?|payments?|pay|pays|invoic\w+|billing|stripe|paypal|log ?in|sign ?up|authenticat\w+|authoriz\w+|authoris\w+|passwords?|oauth|jwt|api keys?|admin(?:istrator)?s?|permissions?|roles?|cron|nightly|every (?:night|day|hour|minute|week|month)|schedul\w+|upload\w*|images?|photos?|videos?|audio|files?|web-?sockets?|stream\w*|real-?time|push|web-?hooks?|graphql|grpc|translat\w+|klingon|languages?|machine learning|ai|llm|gpt|model-based|pdfs?|csv|excel|encrypt\w*|blockchain|postgres\w*|mysql|mongo\w*|redis|kafka|s3|elasticsearch|third-?party|external (?:api|service)s?|crawl\w*|scrap(?:e|es|ing)|geolocat\w+|maps?|qr|rate.?limit\w*|analytics|expir\w+|html|web pages?|front-?end|dashboards?|browser|dark mode|gdpr|audit\w*|import\w*|export\w*|backups?)\b/i;
