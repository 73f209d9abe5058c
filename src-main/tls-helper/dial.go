package main

import (
	"bufio"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type wish struct {
	Host       string `json:"host"`
	Port       int    `json:"port"`
	ServerName string `json:"serverName"`
	ProxyHost  string `json:"proxyHost"`
	ProxyPort  int    `json:"proxyPort"`
	TimeoutMs  int    `json:"timeoutMs"`
	Exporter   bool   `json:"exporter"`
}

type shown struct {
	Protocol     string   `json:"protocol"`
	Cipher       string   `json:"cipher"`
	Chain        [][]byte `json:"chain"`
	Asked        bool     `json:"asked"`
	Sent         bool     `json:"sent"`
	Exporter     string   `json:"exporter,omitempty"`
	Milliseconds int64    `json:"milliseconds"`
}

const exporterLabel = "EXPORTER-Time-Based-One-Time-Password-v1"

// ECDHE with authenticated ciphers; TLS 1.3 has no others.
var suites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
}

// dialed opens a connection. Its server is judged by nobody here: core does that before it sends anything.
func dialed(w wish, identity *tls.Certificate, l *line) (conn *tls.Conn, facts shown, step string, err error) {
	began := time.Now()
	timeout := time.Duration(w.TimeoutMs) * time.Millisecond
	first := net.JoinHostPort(w.Host, strconv.Itoa(w.Port))
	if w.ProxyHost != "" {
		first = net.JoinHostPort(w.ProxyHost, strconv.Itoa(w.ProxyPort))
	}
	dialer := net.Dialer{Timeout: timeout, Cancel: l.cancelled}
	raw, err := dialer.Dial("tcp", first)
	if err != nil {
		step = "tcp"
		var name *net.DNSError
		if errors.As(err, &name) {
			step = "dns"
		}
		return nil, facts, step, err
	}
	l.carries(raw)
	_ = raw.SetDeadline(began.Add(timeout))
	if w.ProxyHost != "" {
		if err = askProxy(raw, net.JoinHostPort(w.Host, strconv.Itoa(w.Port))); err != nil {
			_ = raw.Close()
			return nil, facts, "proxy", err
		}
	}
	config := &tls.Config{
		ServerName:         w.ServerName,
		InsecureSkipVerify: true,
		MinVersion:         tls.VersionTLS12,
		CipherSuites:       suites,
		CurvePreferences:   []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521},
		GetClientCertificate: func(request *tls.CertificateRequestInfo) (*tls.Certificate, error) {
			facts.Asked = true
			// Which authorities a server names is a hint: it decides when it sees the chain.
			open := *request
			open.AcceptableCAs = nil
			if open.SupportsCertificate(identity) != nil {
				return &tls.Certificate{}, nil
			}
			facts.Sent = true
			return identity, nil
		},
	}
	conn = tls.Client(raw, config)
	if err = conn.Handshake(); err != nil {
		_ = raw.Close()
		return nil, facts, "tls", err
	}
	_ = raw.SetDeadline(time.Time{})
	state := conn.ConnectionState()
	facts.Protocol = map[uint16]string{tls.VersionTLS12: "TLSv1.2", tls.VersionTLS13: "TLSv1.3"}[state.Version]
	facts.Cipher = tls.CipherSuiteName(state.CipherSuite)
	for _, certificate := range state.PeerCertificates {
		facts.Chain = append(facts.Chain, certificate.Raw)
	}
	if w.Exporter && state.Version == tls.VersionTLS13 {
		if material, err := state.ExportKeyingMaterial(exporterLabel, nil, 32); err == nil {
			facts.Exporter = hex.EncodeToString(material)
		}
	}
	facts.Milliseconds = time.Since(began).Milliseconds()
	return conn, facts, "", nil
}

// askProxy opens a tunnel (RFC 9110 §9.3.6).
func askProxy(raw net.Conn, target string) error {
	request := fmt.Sprintf("CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", target, target)
	if _, err := io.WriteString(raw, request); err != nil {
		return err
	}
	// Octet by octet to the end of the head, so that nothing of the tunnel is taken with it.
	head := make([]byte, 0, 1024)
	one := make([]byte, 1)
	for !strings.HasSuffix(string(head), "\r\n\r\n") {
		if len(head) > 16<<10 {
			return errors.New("the answer of the proxy does not end")
		}
		if _, err := io.ReadFull(raw, one); err != nil {
			return err
		}
		head = append(head, one[0])
	}
	answer, err := http.ReadResponse(bufio.NewReader(strings.NewReader(string(head))), &http.Request{Method: "CONNECT"})
	if err != nil {
		return errors.New("the proxy does not speak HTTP")
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the proxy answered %d", answer.StatusCode)
	}
	return nil
}

// reasonOf says why in the words that Node's errors have too.
func reasonOf(err error) string {
	var timeout net.Error
	var notTLS tls.RecordHeaderError
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "ECONNREFUSED"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "ECONNRESET"
	case errors.Is(err, syscall.EHOSTUNREACH):
		return "EHOSTUNREACH"
	case errors.Is(err, syscall.ENETUNREACH):
		return "ENETUNREACH"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return "the other side closed the connection"
	case errors.As(err, &notTLS):
		return "the other side does not speak TLS"
	}
	var name *net.DNSError
	if errors.As(err, &name) {
		return "ENOTFOUND"
	}
	return err.Error()
}
