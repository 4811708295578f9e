/** What each figure is, in words; docs/figures.md has all of it. */
export const figureHelp = {
  cycle:
    'From the start of a change on the line to its release serving: the median of the changes that shipped. The trend is this week, today and the six days before it, against the seven days before that.',
  assigned:
    'Tickets that Andon gave to a session by itself since midnight where it runs. What somebody asked for by name is not counted.',
  deployed: 'Services that got a release today or in the six days before it.',
  firstPass:
    'Of the changes that shipped, those no try of which failed: no gate refused it, no session gave it up, its deployment did not fail, and nobody sent it back.',
  flow: 'Of all the time the shipped changes took, the share in which a session worked, a gate ran or it was being deployed. The rest is waiting.',
  cost: 'What sessions said their work used. What says nothing is counted beside it, and is never taken for nothing.',
  deployments:
    'Releases that came to serve, over the window, or over the age of the log where that is shorter. DORA 2023: elite from one a day on, high from one a week, medium from one in 30 days.',
  leadTime:
    'Median from the moment Andon saw the spec or edit that shipped to its release serving. DORA 2023: elite up to a day, high up to a week, medium up to 30 days.',
  failures:
    'Of the releases that came to serve, those that were taken back, by Andon or by a person, or ended down. DORA 2023: elite up to 5 %, high up to 10 %, medium up to 15 %.',
  restore:
    'Median from what serves being not well to its being well again, whoever was to blame. DORA 2023: elite up to an hour, high up to a day, medium up to a week.',
  scatter:
    'Each change that shipped, by when it shipped and how long it took. The lines are the median and the 85th and 95th of a hundred: so many took no longer.',
  columns:
    'Services in each column at the end of each day. A band that grows wider is where work piles up; a blocked service stands where it stopped.',
  throughput:
    'Changes that shipped, and those that ended without shipping, since something newer took their place or the service was retired.',
} as const;
