package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

// KeySize is the length of a key's secret, in bytes.
const KeySize = 32

// Key is a secret with a name. Printed or logged, it shows its id alone. Make one with [NewKey] or [ParseKeys].
type Key struct {
	id     string
	secret func() []byte // a function, so that printing what holds a Key does not show it
}

// validID keeps ids apart from what stands between them.
var validID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,32}$`)

var (
	errID     = errors.New("its id must have 1 to 32 letters, digits, dots, dashes and underscores")
	errSecret = errors.New("its secret must be 32 random bytes, such as: openssl rand -base64 32")
)

// NewKey returns a key. The id has 1 to 32 letters, digits, dots, dashes and underscores, and stands in front of every
// value that the key seals; the secret has [KeySize] random bytes, which are copied.
func NewKey(id string, secret []byte) (Key, error) {
	if !validID.MatchString(id) {
		return Key{}, fmt.Errorf("seal: a key cannot be used: %w", errID)
	}
	if len(secret) != KeySize {
		return Key{}, fmt.Errorf("seal: the key %s cannot be used: %w", id, errSecret)
	}
	secret = bytes.Clone(secret)
	return Key{id: id, secret: func() []byte { return secret }}, nil
}

// ParseKeys reads keys from a setting, the newest first: each has the form id:secret, the secret in base64, and commas
// stand between them. Space around them does not matter.
//
//	2026-11:bm90IGEgcmVhbCBzZWNyZXQsIGp1c3QgMzIgYnl0ZXM=,2026-05:YW5vdGhlciBvbmUgdGhhdCBpcyBub3Qgc2VjcmV0ISE=
//
// The error says which key is wrong and why, and never what it is.
func ParseKeys(setting string) ([]Key, error) {
	if strings.TrimSpace(setting) == "" {
		return nil, errors.New("seal: there are no keys; write one like id:secret, the secret being 32 random bytes in base64")
	}
	var keys []Key
	for n, part := range strings.Split(setting, ",") {
		id, encoded, found := strings.Cut(strings.TrimSpace(part), ":")
		if !found {
			return nil, fmt.Errorf("seal: key %d of the list has no id; write it like id:secret", n+1)
		}
		secret, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return nil, fmt.Errorf("seal: key %d of the list cannot be used: its secret is not base64", n+1)
		}
		key, err := NewKey(id, secret)
		if err != nil {
			return nil, fmt.Errorf("seal: key %d of the list cannot be used: %w", n+1, errors.Unwrap(err))
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// ID returns the key's id.
func (k Key) ID() string { return k.id }

// String returns the key's id, marked as that of a key.
func (k Key) String() string { return "key " + k.id }

// GoString is String.
func (k Key) GoString() string { return k.String() }

// Format prints the key as String does, whatever the verb.
func (k Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(k.String())) }

// LogValue is String.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// MarshalText is String.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
