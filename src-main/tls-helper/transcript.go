package main

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"encoding"
	"errors"
	"hash"
	"sync"
)

// crypto/tls hands a signer a bare digest. Whoever holds the key must not sign bare digests, so what goes into hashes that
// a handshake may sign is kept by its digest: the host gets the content, checks its shape and hashes it itself.

// What CertificateVerify of TLS 1.3 signs begins with (RFC 8446 §4.4.3).
var verifyPrefix = append(bytes.Repeat([]byte{0x20}, 64), []byte("TLS 1.3, client CertificateVerify\x00")...)

const (
	clientHello   = 1
	maxTranscript = 256 << 10
	mostKept      = 64
)

type contents struct {
	lock   sync.Mutex
	byHash map[string][]byte
	order  []string
}

var signable = &contents{byHash: map[string][]byte{}}

func (c *contents) keep(digest, content []byte) {
	c.lock.Lock()
	defer c.lock.Unlock()
	key := string(digest)
	if _, known := c.byHash[key]; known {
		return
	}
	c.byHash[key] = append([]byte(nil), content...)
	c.order = append(c.order, key)
	if len(c.order) > mostKept {
		delete(c.byHash, c.order[0])
		c.order = c.order[1:]
	}
}

func (c *contents) of(digest []byte) ([]byte, bool) {
	c.lock.Lock()
	defer c.lock.Unlock()
	content, known := c.byHash[string(digest)]
	return content, known
}

// recorder is a hash that remembers what went in, as far as a handshake may sign it.
type recorder struct {
	hash.Hash
	content []byte
	tooLong bool
}

func (r *recorder) Write(part []byte) (int, error) {
	if !r.tooLong {
		r.content = append(r.content, part...)
		r.tooLong = len(r.content) > maxTranscript
	}
	return r.Hash.Write(part)
}

func (r *recorder) Sum(to []byte) []byte {
	digest := r.Hash.Sum(nil)
	isVerify := bytes.HasPrefix(r.content, verifyPrefix)
	isTranscript := len(r.content) > 0 && r.content[0] == clientHello
	if !r.tooLong && (isVerify || isTranscript) {
		signable.keep(digest, r.content)
	}
	return append(to, digest...)
}

func (r *recorder) Reset() {
	r.content, r.tooLong = nil, false
	r.Hash.Reset()
}

func (r *recorder) MarshalBinary() ([]byte, error) {
	marshaler, ok := r.Hash.(encoding.BinaryMarshaler)
	if !ok {
		return nil, errors.New("not to be copied")
	}
	return marshaler.MarshalBinary()
}

// What went in before is not known of a copy: nothing of it is signed.
func (r *recorder) UnmarshalBinary(state []byte) error {
	unmarshaler, ok := r.Hash.(encoding.BinaryUnmarshaler)
	if !ok {
		return errors.New("not to be copied")
	}
	r.content, r.tooLong = nil, true
	return unmarshaler.UnmarshalBinary(state)
}

func recordHashes() {
	crypto.RegisterHash(crypto.SHA256, func() hash.Hash { return &recorder{Hash: sha256.New()} })
	crypto.RegisterHash(crypto.SHA384, func() hash.Hash { return &recorder{Hash: sha512.New384()} })
	crypto.RegisterHash(crypto.SHA512, func() hash.Hash { return &recorder{Hash: sha512.New()} })
}
