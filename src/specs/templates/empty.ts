/** The five sections with what belongs in them, said in comments, which the spec gate does not count. */
export const emptyTemplate = `# Name of the service

## Purpose

<!-- In a few sentences: who needs it, and what for. -->

## Requirements

<!-- One rule to a line, each so that somebody could try it: "\`title\` is required, 1 to 120 characters." -->

## API Specs

<!-- Its endpoints with what goes in and comes out: "### POST /things", "Returns 201 with the thing, 400 for …". -->

## Dependencies

<!-- Its stack, other services, variables that must be set. Or: None. -->

## Success Criteria

<!-- What has to be true for it to be done, each so that it can be checked: "\`GET /health\` returns 200." -->
`;
