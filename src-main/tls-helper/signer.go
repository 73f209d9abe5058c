package main

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"errors"
	"io"
)

const (
	questionTLS12 = 2
	questionTLS13 = 3
)

var errUnsigned = errors.New("the key did not sign")

// signer asks core for each signature of one connection. It holds no key.
type signer struct {
	public crypto.PublicKey
	line   *line
}

func (s *signer) Public() crypto.PublicKey { return s.public }

// Sign gets what crypto/tls would sign: a digest, or for Ed25519 the whole content.
func (s *signer) Sign(_ io.Reader, given []byte, options crypto.SignerOpts) ([]byte, error) {
	if options.HashFunc() == crypto.Hash(0) {
		return s.sign(given, options)
	}
	content, known := signable.of(given)
	if !known {
		return nil, errors.New("it is not known what would be signed")
	}
	return s.sign(content, options)
}

// SignMessage is what newer releases of crypto/tls call instead, with the whole content for every kind of key.
func (s *signer) SignMessage(_ io.Reader, content []byte, options crypto.SignerOpts) ([]byte, error) {
	return s.sign(content, options)
}

func (s *signer) sign(content []byte, options crypto.SignerOpts) ([]byte, error) {
	padding := byte(0)
	if _, isPSS := options.(*rsa.PSSOptions); isPSS {
		padding = 1
	}
	if rest := bytes.TrimPrefix(content, verifyPrefix); len(rest) != len(content) {
		return s.line.ask(questionTLS13, padding, rest)
	}
	return s.line.ask(questionTLS12, padding, content)
}
