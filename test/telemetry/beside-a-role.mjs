/**
 * Loaded before a role: makes it trust the test's own place for telemetry, and prints the host of every connection that
 * the process opens and every name that it looks up.
 */
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';

const ca = readFileSync(process.env.TEST_INGESTION_CA, 'utf8');
tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);

const print = (host) => process.stdout.write(`${JSON.stringify({ event: 'connects', host: String(host) })}\n`);
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const [first] = given.flat();
  if (typeof first === 'object' && first !== null && typeof first.path !== 'string') print(first.host ?? 'localhost');
  return connect.apply(this, given);
};
const { lookup } = dns;
dns.lookup = (name, ...rest) => {
  print(name);
  return lookup(name, ...rest);
};
