/** What of another part's answer reaches the client; everything else stays inside. */
const PASSED_BACK = [
  'content-type',
  'content-length',
  'content-disposition',
  'location',
  'retry-after',
  'www-authenticate',
  'allow',
];

/** The answer of a role or of another Gateway as the client gets it, its body still streaming. */
export function answerOf(answer: Response): Response {
  const headers = new Headers();
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // What was encoded on its way is decoded by now, and longer than it says.
  if (answer.headers.has('content-encoding')) headers.delete('content-length');
  return new Response(answer.body, { status: answer.status, headers });
}
