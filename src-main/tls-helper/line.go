package main

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"sync"
)

// Octets that may be on their way to core, or wait here for the network.
const window = 1 << 20

// line is one connection: what core says of it comes in by `frames`.
type line struct {
	number    uint32
	out       *out
	cancelled chan struct{}
	once      sync.Once
	signed    chan []byte
	writes    chan []byte
	credit    chan int
	lock      sync.Mutex
	raw       net.Conn
}

type end struct {
	Step   string `json:"step,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func newLine(number uint32, o *out) *line {
	return &line{
		number:    number,
		out:       o,
		cancelled: make(chan struct{}),
		signed:    make(chan []byte, 1),
		// Core keeps within the window, so that these never hold up the one who reads frames.
		writes: make(chan []byte, 4096),
		credit: make(chan int, 4096),
	}
}

func (l *line) cancel() {
	l.once.Do(func() { close(l.cancelled) })
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.raw != nil {
		_ = l.raw.Close()
	}
}

// carries says which socket is to be closed when core gives up.
func (l *line) carries(raw net.Conn) {
	l.lock.Lock()
	l.raw = raw
	l.lock.Unlock()
	select {
	case <-l.cancelled:
		_ = raw.Close()
	default:
	}
}

func (l *line) ask(protocol, padding byte, content []byte) ([]byte, error) {
	l.out.send(toCoreQuestion, l.number, append([]byte{protocol, padding}, content...))
	select {
	case signature := <-l.signed:
		if signature == nil {
			return nil, errUnsigned
		}
		return signature, nil
	case <-l.cancelled:
		return nil, errUnsigned
	}
}

func (l *line) run(w wish, identity tls.Certificate, public *signer) {
	public.line = l
	identity.PrivateKey = public
	conn, facts, step, err := dialed(w, &identity, l)
	if err != nil {
		l.out.sendJSON(toCoreEnd, l.number, end{step, reasonOf(err)})
		return
	}
	l.out.sendJSON(toCoreHandshake, l.number, facts)
	go l.write(conn)
	reason := l.read(conn)
	l.cancel()
	l.out.sendJSON(toCoreEnd, l.number, end{"", reason})
}

// read hands on what comes, as far as core has taken what came before.
func (l *line) read(conn *tls.Conn) string {
	part := make([]byte, 256<<10)
	left := window
	for {
		for left <= 0 {
			select {
			case more := <-l.credit:
				left += more
			case <-l.cancelled:
				return ""
			}
		}
		for more := true; more; {
			select {
			case octets := <-l.credit:
				left += octets
			default:
				more = false
			}
		}
		size, err := conn.Read(part)
		if size > 0 {
			l.out.send(data, l.number, part[:size])
			left -= size
		}
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return reasonOf(err)
		}
	}
}

func (l *line) write(conn *tls.Conn) {
	for {
		select {
		case part := <-l.writes:
			if part == nil {
				_ = conn.CloseWrite()
				return
			}
			if _, err := conn.Write(part); err != nil {
				return
			}
			octets := make([]byte, 4)
			binary.BigEndian.PutUint32(octets, uint32(len(part)))
			l.out.send(taken, l.number, octets)
		case <-l.cancelled:
			return
		}
	}
}
