import { deflateSync, gzipSync } from 'node:zlib';
import type { Misbehaviour } from './misbehaviour.ts';

/** Slow, endless, cut and packed answers: no deviation of anybody's, what an accident or an attacker does. */

const OCTETS = 64 * 1024;
/** Every so many milliseconds one octet: never silent, never done. */
const DRIP_MS = 20;

const bomb = (): Buffer => Buffer.alloc(256 * 1024 * 1024, 0x20);

export const onTheWire = {
  'slow-headers': {
    about: 'takes the call and never answers',
    send: () => undefined,
  },
  'slow-body': {
    about: 'begins the body and goes silent',
    send: (response, { status, headers, body }) => {
      response.writeHead(status, headers);
      response.write(body.subarray(0, 10));
    },
  },
  'drip-body': {
    about: 'an octet at a time, for ever',
    send: (response, { status, headers }) => {
      response.writeHead(status, { ...headers, 'content-length': '100000000' });
      response.write('{"data":[');
      const drip = setInterval(() => response.write(' '), DRIP_MS);
      response.on('close', () => clearInterval(drip));
    },
  },
  'endless-body': {
    about: 'a body without an end, as fast as it is taken',
    send: (response, { status, headers }) => {
      response.writeHead(status, { 'content-type': headers['content-type'] ?? '' });
      response.write('{"data":[');
      const chunk = Buffer.alloc(OCTETS, '{"id":"x"},');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    },
  },
  'truncated-body': {
    about: 'closes the connection in the middle of the body',
    send: (response, { status, headers, body }, { kind }) => {
      response.writeHead(status, headers);
      if (kind !== 'list') return void response.end(body);
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    },
  },
  'closes-at-once': {
    about: 'closes the connection without an answer',
    send: (response, { status, headers, body }, { kind }) => {
      if (kind === 'list') return void response.destroy();
      response.writeHead(status, headers);
      response.end(body);
    },
  },
  'headers-without-end': {
    about: 'more headers than anybody reads',
    send: (response, { status, headers, body }) => {
      response.writeHead(status, { ...headers, 'x-more': 'x'.repeat(OCTETS) });
      response.end(body);
    },
  },
  'bomb-gzip': {
    about: 'a quarter of a gigabyte in a few hundred kilobytes of gzip',
    send: (response, { status, headers, body }, { kind }) => {
      const packed = kind === 'list' ? gzipSync(bomb()) : gzipSync(body);
      response.writeHead(status, { ...headers, 'content-encoding': 'gzip', 'content-length': String(packed.length) });
      response.end(packed);
    },
  },
  'bomb-deflate': {
    about: 'a quarter of a gigabyte in a few hundred kilobytes of deflate',
    send: (response, { status, headers, body }, { kind }) => {
      const packed = kind === 'list' ? deflateSync(bomb()) : deflateSync(body);
      response.writeHead(status, {
        ...headers,
        'content-encoding': 'deflate',
        'content-length': String(packed.length),
      });
      response.end(packed);
    },
  },
  'encoding-unknown': {
    about: 'packed by a method that nobody asked for',
    send: (response, { status, headers, body }) => {
      response.writeHead(status, { ...headers, 'content-encoding': 'compress' });
      response.end(body);
    },
  },
  'encoding-broken': {
    about: 'says gzip and sends something else',
    send: (response, { status, headers, body }) => {
      response.writeHead(status, { ...headers, 'content-encoding': 'gzip' });
      response.end(body);
    },
  },
} satisfies Record<string, Misbehaviour>;
