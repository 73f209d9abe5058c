// The TLS client for keys that a token keeps: it makes handshakes and asks core over its standard streams for each
// signature. It has no key, no PIN, no PKCS#11, no files and no settings. See README.md.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

type identity struct {
	Chain  [][]byte `json:"chain"`
	Scheme string   `json:"scheme"`
}

// What keys of the console sign with; RSA has one scheme for each version of TLS.
var schemes = map[string][]tls.SignatureScheme{
	"ec-p256":  {tls.ECDSAWithP256AndSHA256},
	"ec-p384":  {tls.ECDSAWithP384AndSHA384},
	"ec-p521":  {tls.ECDSAWithP521AndSHA512},
	"rsa-3072": {tls.PSSWithSHA256, tls.PKCS1WithSHA256},
	"rsa-4096": {tls.PSSWithSHA256, tls.PKCS1WithSHA256},
	"ed25519":  {tls.Ed25519},
}

const mostLines = 64

func main() {
	recordHashes()
	if err := serve(bufio.NewReaderSize(os.Stdin, 1<<20), &out{to: os.Stdout}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in *bufio.Reader, o *out) error {
	first, err := readFrame(in)
	if err != nil || first.kind != fromCoreIdentity {
		return fmt.Errorf("no identity came first")
	}
	own, public, err := readIdentity(first.payload)
	if err != nil {
		return err
	}
	lines := sync.Map{}
	open := 0
	closed := make(chan struct{}, mostLines)
	for {
		next, err := readFrame(in)
		if err != nil {
			return nil
		}
		for more := true; more; {
			select {
			case <-closed:
				open--
			default:
				more = false
			}
		}
		if next.kind == fromCoreDial {
			var w wish
			if open >= mostLines || json.Unmarshal(next.payload, &w) != nil {
				o.sendJSON(toCoreEnd, next.connection, end{"tcp", "too many connections"})
				continue
			}
			l := newLine(next.connection, o)
			if _, known := lines.LoadOrStore(next.connection, l); known {
				return fmt.Errorf("a connection was opened twice")
			}
			open++
			go func() {
				l.run(w, own, &signer{public: public})
				lines.Delete(l.number)
				closed <- struct{}{}
			}()
			continue
		}
		known, ok := lines.Load(next.connection)
		if !ok {
			continue // it ended meanwhile
		}
		if !known.(*line).take(next) {
			return fmt.Errorf("core said what nobody asked")
		}
	}
}

// take hands a frame to its connection; false: core does not keep to what was agreed.
func (l *line) take(next frame) bool {
	switch next.kind {
	case fromCoreSigned:
		return offered(l.signed, next.payload)
	case fromCoreUnsigned:
		return offered(l.signed, nil)
	case data:
		return offered(l.writes, next.payload)
	case fromCoreFinish:
		return offered(l.writes, nil)
	case taken:
		if len(next.payload) != 4 {
			return false
		}
		return offered(l.credit, int(binary.BigEndian.Uint32(next.payload)))
	case fromCoreCancel:
		l.cancel()
		return true
	}
	return false
}

func offered[T any](to chan T, value T) bool {
	select {
	case to <- value:
		return true
	default:
		return false
	}
}

func readIdentity(text []byte) (tls.Certificate, any, error) {
	var given identity
	if err := json.Unmarshal(text, &given); err != nil || len(given.Chain) == 0 {
		return tls.Certificate{}, nil, fmt.Errorf("the identity cannot be read")
	}
	wanted, known := schemes[given.Scheme]
	if !known {
		return tls.Certificate{}, nil, fmt.Errorf("keys of this kind do not sign here")
	}
	leaf, err := x509.ParseCertificate(given.Chain[0])
	if err != nil {
		return tls.Certificate{}, nil, fmt.Errorf("the certificate cannot be read: %w", err)
	}
	return tls.Certificate{Certificate: given.Chain, Leaf: leaf, SupportedSignatureAlgorithms: wanted}, leaf.PublicKey, nil
}
