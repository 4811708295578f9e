/** A service that answers questions over HTTP and keeps nothing. */
export const httpTemplate = `# Temperatures

## Purpose

Other services hand in a temperature on one scale and get it back on another, so that none of them does the sum itself.

## Requirements

- \`value\` is required, a number.
- \`from\` and \`to\` are required, each one of \`celsius\`, \`fahrenheit\`, \`kelvin\`.
- The answer is rounded to two decimals.
- A temperature below absolute zero is refused with 400.
- Invalid input is refused with 400 and JSON with an \`error\` that names the bad parameter.
- Nothing is stored between two requests.

## API Specs

### GET /convert?value=&from=&to=

Convert one temperature. Returns 200 with the answer, 400 for invalid input.

Response 200:

\`\`\`json
{ "value": 98.6, "from": "fahrenheit", "to": "celsius", "result": 37 }
\`\`\`

### GET /health

Health check. Returns 200.

## Dependencies

- None beyond Node.js 20.

## Success Criteria

- \`GET /convert?value=100&from=celsius&to=fahrenheit\` returns 200 with \`{"value":100,"from":"celsius","to":"fahrenheit","result":212}\`.
- \`GET /convert?value=0&from=celsius&to=kelvin\` returns 200 with \`{"value":0,"from":"celsius","to":"kelvin","result":273.15}\`.
- \`GET /convert?value=-1&from=kelvin&to=celsius\` returns 400.
- \`GET /convert?value=ten&from=celsius&to=kelvin\` returns 400.
- \`GET /health\` returns 200.
`;
