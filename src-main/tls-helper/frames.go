package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"sync"
)

// A frame is a type, the number of a connection, a length and that many octets; see README.md.
const (
	fromCoreIdentity = 'I'
	fromCoreDial     = 'D'
	fromCoreSigned   = 'S'
	fromCoreUnsigned = 'N'
	fromCoreCancel   = 'C'
	fromCoreFinish   = 'F'
	data             = 'B'
	taken            = 'T'
	toCoreHandshake  = 'H'
	toCoreQuestion   = 'Q'
	toCoreEnd        = 'E'
)

const (
	headLength = 9
	maxPayload = 4 << 20
)

type frame struct {
	kind       byte
	connection uint32
	payload    []byte
}

var errTooLong = errors.New("a frame is too long")

func readFrame(from *bufio.Reader) (frame, error) {
	var head [headLength]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return frame{}, err
	}
	length := binary.BigEndian.Uint32(head[5:])
	if length > maxPayload {
		return frame{}, errTooLong
	}
	payload := make([]byte, length)
	if _, err := io.ReadFull(from, payload); err != nil {
		return frame{}, err
	}
	return frame{head[0], binary.BigEndian.Uint32(head[1:]), payload}, nil
}

// out writes frames whole: connections share one pipe.
type out struct {
	lock sync.Mutex
	to   io.Writer
}

func (o *out) send(kind byte, connection uint32, payload []byte) {
	whole := make([]byte, headLength+len(payload))
	whole[0] = kind
	binary.BigEndian.PutUint32(whole[1:], connection)
	binary.BigEndian.PutUint32(whole[5:], uint32(len(payload)))
	copy(whole[headLength:], payload)
	o.lock.Lock()
	defer o.lock.Unlock()
	// Core is gone: reading ends too, and with it the program.
	_, _ = o.to.Write(whole)
}

func (o *out) sendJSON(kind byte, connection uint32, value any) {
	text, err := json.Marshal(value)
	if err == nil {
		o.send(kind, connection, text)
	}
}
