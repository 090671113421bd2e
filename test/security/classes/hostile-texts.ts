/** Texts that mean something to SQL, to templates, to patterns or to a log, and are only texts here. */
export const HOSTILE_TEXTS: readonly string[] = [
  "x' OR 'a'='a",
  `x" OR "a"="a`,
  "'; DROP TABLE t0; --",
  "\\'; SELECT 1 --",
  'x\\',
  '%',
  '_',
  '$1',
  '?',
  '/* x */',
  "x'||(SELECT c0 FROM t0)||'",
  'line\nbreak',
  'nul\u2400',
  '{{ current_user_id() }}',
  `\${process.env.HOME}`,
  '{% for x in ().__class__ %}',
  '<%= 7 * 7 %>',
  '__proto__',
  'constructor',
  "read_csv('/etc/passwd')",
  '=1+1',
  '\u202etxt.exe',
];

/** Markup that runs a script where it is taken for markup. */
export const HOSTILE_MARKUP: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><script>alert(1)</script>',
  '<a href="javascript:alert(1)">x</a>',
  '<math><mtext></mtext><mglyph><style></math><img src onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '{{constructor.constructor("alert(1)")()}}',
];
