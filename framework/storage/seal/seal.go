package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
)

// What an [Error] comes to.
var (
	ErrUnknownKey = errors.New("it is sealed with a key that was not given")
	ErrNotOpened  = errors.New("the key does not open it: it was changed, or comes from another place, or the key of that id was another")
	ErrMalformed  = errors.New("it is not a sealed value")
)

// Error is a value that cannot be opened.
type Error struct {
	KeyID string // of the key that it names; "" if it names none
	Err   error  // one of this package's Err variables
}

// Error says which key the value names, and what is wrong.
func (e *Error) Error() string {
	if e.KeyID == "" {
		return "seal: " + e.Err.Error()
	}
	return fmt.Sprintf("seal: key %s: %v", e.KeyID, e.Err)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Sealer seals values with its newest key, and opens those of all its keys. It is safe for concurrent use. Create it
// with [New].
type Sealer struct {
	newest string
	keys   map[string]deriver
}

// New returns a sealer. Keys with the same id, and those that were not made with [NewKey] or [ParseKeys], are an error.
func New(newest Key, older ...Key) (*Sealer, error) {
	s := &Sealer{newest: newest.id, keys: make(map[string]deriver)}
	for _, key := range append([]Key{newest}, older...) {
		if key.secret == nil {
			return nil, errors.New("seal: a key is empty; make keys with NewKey or ParseKeys")
		}
		if s.keys[key.id] != nil {
			return nil, fmt.Errorf("seal: two keys have the id %s", key.id)
		}
		made, err := newXAES(key.secret())
		if err != nil {
			return nil, err
		}
		s.keys[key.id] = made
	}
	return s, nil
}

// Seal encrypts a value for a place, such as its table and key; only there can it be opened. It is longer by 41 bytes and
// the key's id. Both may be empty.
func (s *Sealer) Seal(value []byte, where string) ([]byte, error) {
	head := len(s.newest) + 1
	sealed := make([]byte, head+nonceSize, head+nonceSize+len(value)+tagSize)
	sealed[0] = byte(len(s.newest)) //nolint:gosec // G115: ids have at most 32 bytes
	copy(sealed[1:], s.newest)
	nonce := sealed[head:]
	_, _ = rand.Read(nonce) // it never fails
	gcm, err := s.keys[s.newest](nonce)
	if err != nil {
		return nil, err
	}
	return gcm.Seal(sealed, nonce[derivedFrom:], value, []byte(where)), nil
}

// Open returns what Seal was given for that place. The error is an [*Error].
func (s *Sealer) Open(sealed []byte, where string) ([]byte, error) {
	id, rest, ok := cut(sealed)
	if !ok {
		return nil, &Error{Err: ErrMalformed}
	}
	derive := s.keys[id]
	if derive == nil {
		return nil, &Error{KeyID: id, Err: ErrUnknownKey}
	}
	nonce, ciphertext := rest[:nonceSize], rest[nonceSize:]
	gcm, err := derive(nonce)
	if err != nil {
		return nil, err
	}
	value, err := gcm.Open(nil, nonce[derivedFrom:], ciphertext, []byte(where))
	if err != nil {
		return nil, &Error{KeyID: id, Err: ErrNotOpened}
	}
	return value, nil
}

// IsNewest reports whether a value names the newest key; whether it can be opened only Open knows.
func (s *Sealer) IsNewest(sealed []byte) bool {
	id, _, ok := cut(sealed)
	return ok && id == s.newest
}

// cut takes the id of the key off a sealed value.
func cut(sealed []byte) (id string, rest []byte, ok bool) {
	if len(sealed) == 0 {
		return "", nil, false
	}
	end := 1 + int(sealed[0])
	if len(sealed) < end+nonceSize+tagSize {
		return "", nil, false
	}
	name, rest := sealed[1:end], sealed[end:]
	return string(name), rest, validID.Match(name)
}

const (
	nonceSize   = 24
	derivedFrom = 12 // bytes of the nonce that the key of a value is derived from; the rest is the nonce of AES-GCM
	tagSize     = 16
)

// deriver returns AES-256-GCM with the key that belongs to a nonce.
type deriver func(nonce []byte) (cipher.AEAD, error)

// newXAES returns how XAES-256-GCM derives keys from a secret.
//
// Spec: https://c2sp.org/XAES-256-GCM
func newXAES(secret []byte) (deriver, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, err
	}
	var mask [aes.BlockSize]byte // K1 of the specification
	block.Encrypt(mask[:], mask[:])
	carry := byte(0)
	for i := len(mask) - 1; i >= 0; i-- {
		mask[i], carry = mask[i]<<1|carry, mask[i]>>7
	}
	mask[len(mask)-1] ^= carry * 0x87

	return func(nonce []byte) (cipher.AEAD, error) {
		var key [2 * aes.BlockSize]byte
		for n, half := range [][]byte{key[:aes.BlockSize], key[aes.BlockSize:]} {
			half[1], half[2] = byte(n+1), 'X'
			copy(half[4:], nonce[:derivedFrom])
			subtle.XORBytes(half, half, mask[:])
			block.Encrypt(half, half)
		}
		derived, err := aes.NewCipher(key[:])
		if err != nil {
			return nil, err
		}
		return cipher.NewGCM(derived)
	}, nil
}
