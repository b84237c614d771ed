package seal_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/seal"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

var _ sqlstore.Sealer = (*seal.Sealer)(nil)

func key(tb testing.TB, id string, fill byte) seal.Key {
	tb.Helper()
	k, err := seal.NewKey(id, bytes.Repeat([]byte{fill}, seal.KeySize))
	require.NoError(tb, err)
	return k
}

func sealer(tb testing.TB, newest seal.Key, older ...seal.Key) *seal.Sealer {
	tb.Helper()
	s, err := seal.New(newest, older...)
	require.NoError(tb, err)
	return s
}

// The vectors of the specification. Source: https://c2sp.org/XAES-256-GCM
func TestXAES(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fill             byte
		additional, want string
	}{
		{0x01, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"},
		{0x03, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"},
	} {
		secret := bytes.Repeat([]byte{tt.fill}, seal.KeySize)
		got, err := seal.EncryptXAES(secret, []byte("ABCDEFGHIJKLMNOPQRSTUVWX"), []byte("XAES-256-GCM"), []byte(tt.additional))
		require.NoError(t, err)
		require.Equal(t, tt.want, hex.EncodeToString(got))
	}
}

func TestSealAndOpen(t *testing.T) {
	t.Parallel()
	s := sealer(t, key(t, "2026-11", 1))
	for _, value := range []string{"", "a", strings.Repeat("text ", 1000)} {
		for _, where := range []string{"", "table/key"} {
			sealed, err := s.Seal([]byte(value), where)
			require.NoError(t, err)
			require.Len(t, sealed, len(value)+41+len("2026-11"))
			require.NotContains(t, string(sealed), "text")
			opened, err := s.Open(sealed, where)
			require.NoError(t, err)
			require.Equal(t, value, string(opened))
		}
	}
	first, err := s.Seal([]byte("a"), "")
	require.NoError(t, err)
	second, err := s.Seal([]byte("a"), "")
	require.NoError(t, err)
	require.NotEqual(t, first, second, "who sees the same value twice must not know")
}

// New values have the newest key, and older ones are opened with theirs.
func TestKeysChange(t *testing.T) {
	t.Parallel()
	before := sealer(t, key(t, "old", 1))
	sealed, err := before.Seal([]byte("text"), "w")
	require.NoError(t, err)
	require.True(t, before.IsNewest(sealed))

	after := sealer(t, key(t, "new", 2), key(t, "old", 1))
	require.False(t, after.IsNewest(sealed))
	opened, err := after.Open(sealed, "w")
	require.NoError(t, err)
	require.Equal(t, "text", string(opened))
	again, err := after.Seal(opened, "w")
	require.NoError(t, err)
	require.True(t, after.IsNewest(again))
	_, err = before.Open(again, "w")
	require.ErrorIs(t, err, seal.ErrUnknownKey)
	require.EqualError(t, err, "seal: key new: it is sealed with a key that was not given")
}

// What is not as it was sealed, or not where, is not opened, and the error names the key.
func TestNotOpened(t *testing.T) {
	t.Parallel()
	s := sealer(t, key(t, "k", 1))
	sealed, err := s.Seal([]byte("text"), "table/1")
	require.NoError(t, err)
	wantKind := func(kind error, keyID string, s *seal.Sealer, sealed []byte, where string) {
		t.Helper()
		_, err := s.Open(sealed, where)
		require.ErrorIs(t, err, kind)
		var failure *seal.Error
		require.ErrorAs(t, err, &failure)
		require.Equal(t, keyID, failure.KeyID)
	}
	wantKind(seal.ErrNotOpened, "k", s, sealed, "table/2")
	wantKind(seal.ErrNotOpened, "k", sealer(t, key(t, "k", 2)), sealed, "table/1")
	wantKind(seal.ErrUnknownKey, "k", sealer(t, key(t, "other", 1)), sealed, "table/1")
	for i := 2; i < len(sealed); i++ {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		wantKind(seal.ErrNotOpened, "k", s, changed, "table/1")
	}
	for n := range sealed {
		_, err := s.Open(sealed[:n], "table/1")
		require.Error(t, err)
	}
	wantKind(seal.ErrMalformed, "", s, nil, "")
	wantKind(seal.ErrMalformed, "", s, append([]byte{1, '\n'}, make([]byte, 40)...), "")
	require.False(t, s.IsNewest(nil))
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	_, err := seal.New(key(t, "k", 1), key(t, "k", 2))
	require.EqualError(t, err, "seal: two keys have the id k")
	_, err = seal.New(seal.Key{})
	require.ErrorContains(t, err, "a key is empty")
	_, err = seal.New(key(t, "k", 1), seal.Key{})
	require.ErrorContains(t, err, "a key is empty")
}

func FuzzOpen(f *testing.F) {
	s := sealer(f, key(f, "k", 1), key(f, "older", 2))
	sealed, err := s.Seal([]byte("text"), "w")
	require.NoError(f, err)
	f.Add(sealed, "w")
	f.Add([]byte{}, "")
	f.Add([]byte{255, 'k'}, "w")
	f.Add(bytes.Repeat([]byte{255}, 300), "w")
	f.Fuzz(func(t *testing.T, value []byte, where string) {
		opened, err := s.Open(value, where)
		if err == nil { // nobody finds such a value but who has sealed it
			require.Equal(t, "w", where)
			require.Equal(t, "text", string(opened))
			return
		}
		var failure *seal.Error
		require.ErrorAs(t, err, &failure)
		require.NotEmpty(t, failure.Error())
	})
}

func BenchmarkSealer(b *testing.B) {
	s := sealer(b, key(b, "k", 1))
	for _, size := range []int{1 << 10, 64 << 10} {
		value := make([]byte, size)
		sealed, err := s.Seal(value, "table/key")
		require.NoError(b, err)
		b.Run(fmt.Sprintf("Seal %d", size), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				_, _ = s.Seal(value, "table/key")
			}
		})
		b.Run(fmt.Sprintf("Open %d", size), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				_, _ = s.Open(sealed, "table/key")
			}
		})
	}
}
